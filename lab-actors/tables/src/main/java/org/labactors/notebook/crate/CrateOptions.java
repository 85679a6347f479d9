package org.labactors.notebook.crate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.labactors.notebook.Query;
import org.labactors.notebook.format.ExportFormat;

/**
 * What goes into a crate beside what a notebook knows.
 *
 * @param data the format of the rows: {@link ExportFormat#CSV} or {@link ExportFormat#PARQUET}
 * @param query which rows
 * @param authors who is named as author, in this order; may be empty
 * @param licence under which others may use it, if that is known
 * @param code jars with the experiment's code; each must be one that a run has used
 */
public record CrateOptions(
    ExportFormat data,
    Query query,
    List<CrateAuthor> authors,
    Optional<CrateLicence> licence,
    List<Path> code) {

  public CrateOptions {
    if (data != ExportFormat.CSV && data != ExportFormat.PARQUET) {
      throw new IllegalArgumentException("the data are " + data + "; they must be csv or parquet");
    }
    authors = List.copyOf(authors);
    code = List.copyOf(code);
  }

  /** All rows as CSV, without authors, licence and jars. */
  public static CrateOptions usual() {
    return new CrateOptions(ExportFormat.CSV, Query.ALL, List.of(), Optional.empty(), List.of());
  }
}
