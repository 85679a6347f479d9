package org.labactors.notebook.format;

import java.io.IOException;
import java.io.OutputStream;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.internal.table.TextOutput;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.Export;

/**
 * JSON with an object for each row, whose names are the columns; what is missing is null. Numbers
 * read back exactly, whole ones without and others with a decimal point or exponent. JSON has no
 * NaN and no infinities: these are the strings {@code "NaN"}, {@code "Infinity"} and {@code
 * "-Infinity"}, and nothing tells them from a string of that text.
 */
final class JsonExport implements Export {

  private final boolean lines;

  /**
   * One array, or lines.
   *
   * @param lines whether each object stands on a line of its own, without an array around them
   */
  JsonExport(boolean lines) {
    this.lines = lines;
  }

  @Override
  public long write(ResultSet resultSet, Query query, OutputStream out) throws IOException {
    TableHeader header = TableHeader.of(resultSet);
    TextOutput output = new TextOutput(out);
    output.write(lines ? "" : "[");
    long rows =
        output.writeRows(
            resultSet.rows(query),
            0,
            (text, row, number) -> {
              header.check(row);
              text.append(lines ? "" : number == 0 ? "\n" : ",\n");
              append(text, header, row);
              text.append(lines ? "\n" : "");
            });
    output.write(lines ? "" : "\n]\n");
    output.flush();
    return rows;
  }

  private static void append(StringBuilder text, TableHeader header, Row row) {
    String separator = "{";
    for (TableColumn column : header.columns()) {
      text.append(separator);
      ValueJson.appendName(text, column.header(), JsonDialect.EXPORT);
      ValueJson.append(text, column.of(row), JsonDialect.EXPORT);
      separator = ",";
    }
    text.append('}');
  }
}
