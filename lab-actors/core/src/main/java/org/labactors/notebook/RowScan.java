package org.labactors.notebook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some columns of a row that is in memory. */
record RowScan(Row row, List<ResultSet.ColumnInfo> columns) implements ScannedRow {

  @Override
  public double number(int column) {
    return ScannedRow.number(value(column));
  }

  @Override
  public @Nullable Object value(int column) {
    return row.valueOf(columns.get(column));
  }
}
