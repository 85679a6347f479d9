package org.labactors.notebook.format;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.labactors.notebook.epyc.EpycExport;
import org.labactors.notebook.export.Export;

/** The formats in which result sets are written. */
public enum ExportFormat {
  /** Comma-separated values as RFC 4180 has them, with a header. */
  CSV,
  /** One JSON array with an object for each row. */
  JSON,
  /** A JSON object on each line. */
  JSONL,
  /** Apache Parquet: typed columns, compressed. */
  PARQUET,
  /** A notebook of epyc, as JSON of its version 2; its files are named {@code .json} too. */
  EPYC;

  /** How it is written. */
  public Export export() {
    return switch (this) {
      case CSV -> new CsvExport();
      case JSON -> new JsonExport(false);
      case JSONL -> new JsonExport(true);
      case PARQUET -> new ParquetExport();
      case EPYC -> new EpycExport();
    };
  }

  /** Whether it is text, which a terminal can show. */
  public boolean isText() {
    return this != PARQUET;
  }

  /** Whether it holds a whole notebook, and not only one result set. */
  public boolean isOfNotebooks() {
    return this == EPYC;
  }

  /** The format of a file by the end of its name. */
  public static Optional<ExportFormat> of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    for (ExportFormat format : values()) {
      if (format != EPYC && name.endsWith("." + format)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /** The word on the command line, which ends the names of files too. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
