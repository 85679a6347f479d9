package org.labactors.notebook.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.cells.CsvText;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.internal.table.TextOutput;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.UnicodeText;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.Export;

/**
 * Comma-separated values as RFC 4180 has them, in UTF-8, with a header, as {@link CsvText} writes
 * them: {@code 1} is a whole number, {@code 1.0} and {@code NaN} are floating-point numbers, {@code
 * "1"} is a string, and {@code ""} the empty one. Numbers read back exactly.
 *
 * <p>Arrays, lists and maps are JSON text, as {@link JsonExport} has them, and nothing tells them
 * from a string of that text. Half of a surrogate pair becomes U+FFFD.
 */
final class CsvExport implements Export {

  private static final String END_OF_LINE = "\r\n";

  @Override
  public long write(ResultSet resultSet, Query query, OutputStream out) throws IOException {
    TableHeader header = TableHeader.of(resultSet);
    TextOutput output = new TextOutput(out);
    StringBuilder names = new StringBuilder();
    CsvText.header(
        names, header.columns().stream().map(column -> UnicodeText.of(column.header())).toList());
    output.write(names.append(END_OF_LINE));
    long rows =
        output.writeRows(
            resultSet.rows(query), 0, (text, row, number) -> append(text, header, row));
    output.flush();
    return rows;
  }

  private static void append(StringBuilder text, TableHeader header, Row row) {
    header.check(row);
    List<@Nullable Object> cells = new ArrayList<>(header.columns().size());
    for (TableColumn column : header.columns()) {
      cells.add(column.of(row));
    }
    cells.replaceAll(CsvExport::cell);
    CsvText.row(text, cells);
    text.append(END_OF_LINE);
  }

  private static @Nullable Object cell(@Nullable Object value) {
    if (value instanceof String string) {
      return UnicodeText.of(string);
    }
    return value != null && CanonicalValue.isStructured(value)
        ? ValueJson.write(value, JsonDialect.EXPORT)
        : value;
  }
}
