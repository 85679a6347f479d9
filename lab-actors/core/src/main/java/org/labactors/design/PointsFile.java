package org.labactors.design;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Names;
import org.labactors.internal.cells.CsvException;
import org.labactors.internal.cells.CsvReader;

/** Reads the points of a CSV file, and says where something is wrong. */
final class PointsFile {

  private final Path file;

  private PointsFile(Path file) {
    this.file = file;
  }

  static Points read(Path file) {
    return new PointsFile(file).read();
  }

  private Points read() {
    if (Files.isDirectory(file)) {
      throw refused(0, "is a directory; it must be a CSV file");
    }
    try (InputStream bytes = Files.newInputStream(file);
        Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder())) {
      return points(CsvReader.of(text));
    } catch (CsvException wrong) {
      throw refused(wrong.line(), wrong.problem());
    } catch (NoSuchFileException missing) {
      throw refused(0, "there is no such file");
    } catch (CharacterCodingException binary) {
      throw refused(0, "is not text in UTF-8" + (isUtf16() ? "; it is UTF-16, save it anew" : ""));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(file + ": cannot be read: " + unreadable, unreadable);
    }
  }

  /** Spreadsheets and shells of Windows write this, and begin with a mark. */
  private boolean isUtf16() {
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] mark = bytes.readNBytes(2);
      return mark.length == 2 && (mark[0] & 0xff) + (mark[1] & 0xff) == 0xff + 0xfe;
    } catch (IOException unreadable) {
      return false;
    }
  }

  private Points points(CsvReader table) throws IOException {
    for (String name : table.names()) {
      try {
        Names.check("the parameter", name);
      } catch (IllegalArgumentException refusal) {
        throw refused(table.line(), String.valueOf(refusal.getMessage()));
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row = table.next(); row != null; row = table.next()) {
      rows.add(complete(row, table));
    }
    if (rows.isEmpty()) {
      throw refused(0, "has a header only; it must have a line for each point");
    }
    return new Points(table.names(), rows);
  }

  private List<Object> complete(List<@Nullable Object> row, CsvReader table) {
    List<Object> values = new ArrayList<>(row.size());
    for (Object value : row) {
      if (value == null) {
        throw refused(
            table.line(),
            "'"
                + table.names().get(values.size())
                + "' has no value; a cell that is empty, or NA without quotes, is a missing one");
      }
      values.add(value);
    }
    return values;
  }

  private IllegalArgumentException refused(long line, String problem) {
    return new IllegalArgumentException(file + (line > 0 ? ":" + line : "") + ": " + problem);
  }
}
