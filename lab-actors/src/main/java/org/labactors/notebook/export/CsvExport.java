package org.labactors.notebook.export;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.labactors.design.TypedText;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;

/**
 * Comma-separated values as RFC 4180 has them, in UTF-8, with a header. A cell that is not quoted
 * has the type that {@link TypedText} sees in it, and is missing if it is empty; a quoted one is a
 * string. So {@code 1} is a whole number, {@code 1.0} and {@code NaN} are floating-point numbers,
 * {@code "1"} is a string, and {@code ""} the empty one. Numbers read back exactly.
 *
 * <p>Arrays, lists and maps are JSON text, as {@link JsonExport} has them, and nothing tells them
 * from a string of that text. Half of a surrogate pair becomes U+FFFD.
 */
final class CsvExport implements Export {

  private static final String END_OF_LINE = "\r\n";

  @Override
  public long write(ResultSet resultSet, Query query, OutputStream out) throws IOException {
    TableHeader header = TableHeader.of(resultSet, query);
    TextOutput output = new TextOutput(out);
    StringBuilder names = new StringBuilder();
    for (TableColumn column : header.columns()) {
      names.append(names.isEmpty() ? "" : ",");
      string(names, column.header());
    }
    output.write(names.append(END_OF_LINE));
    long rows =
        output.writeRows(
            resultSet.rows(query), 0, (text, row, number) -> append(text, header, row));
    output.flush();
    return rows;
  }

  private static void append(StringBuilder text, TableHeader header, Row row) {
    header.check(row);
    String separator = "";
    for (TableColumn column : header.columns()) {
      text.append(separator);
      cell(text, column.of(row));
      separator = ",";
    }
    text.append(END_OF_LINE);
  }

  private static void cell(StringBuilder text, @Nullable Object value) {
    if (value instanceof String string) {
      string(text, string);
    } else if (value != null && ColumnType.isStructured(value)) {
      quoted(text, JsonText.of(value, JsonText.NotFinite.STRING));
    } else if (value != null) {
      JsonText.plain(text, value);
    }
  }

  private static void string(StringBuilder text, String string) {
    if (mustBeQuoted(string)) {
      quoted(text, UnicodeText.of(string));
    } else {
      text.append(UnicodeText.of(string));
    }
  }

  private static void quoted(StringBuilder text, String string) {
    text.append('"').append(string.replace("\"", "\"\"")).append('"');
  }

  private static boolean mustBeQuoted(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return true;
      }
    }
    return string.isEmpty()
        || string.charAt(0) == ' '
        || string.charAt(string.length() - 1) == ' '
        || !isPlain(string);
  }

  /** Whether it looks like a string and nothing else. */
  private static boolean isPlain(String string) {
    try {
      return TypedText.valueOf(string) instanceof String;
    } catch (IllegalArgumentException tooLargeANumber) {
      return false;
    }
  }
}
