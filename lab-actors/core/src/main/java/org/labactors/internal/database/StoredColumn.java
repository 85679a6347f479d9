package org.labactors.internal.database;

import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;

/**
 * A column of the user's in the table of a result set.
 *
 * @param number its place among the user's columns, from 0
 * @param kind what it holds
 * @param name the name the user gave it
 * @param column its name in the table
 * @param type what its cells mean
 */
public record StoredColumn(int number, Kind kind, String name, String column, Cells.Type type) {

  public ColumnInfo info() {
    return new ColumnInfo(kind, name, column);
  }

  StoredColumn as(Cells.Type type) {
    return new StoredColumn(number, kind, name, column, type);
  }
}
