package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Column;
import org.labactors.notebook.ResultSet.Kind;

/**
 * The table of one result set: a row for each trial, in the order of trials, until the first trial
 * with several rows comes; then it is rebuilt with {@code _row} as the second part of its key.
 * Changes of the table become part of the transaction that is going on.
 */
final class ResultTable {

  /** The lab's own columns, in order, but {@code _row}. */
  static final List<String> OWN =
      List.of(
          "_trial",
          "_point",
          "_replicate",
          "_status",
          "_start_time",
          "_end_time",
          "_elapsed_time",
          "_setup_time",
          "_experiment_time",
          "_teardown_time",
          "_engine",
          "_attempt",
          "_exception",
          "_traceback",
          "_exact",
          "_more");

  private final String tag;
  private final Layout layout;
  private boolean severalRows;
  private boolean empty;

  /**
   * The table as it is.
   *
   * @param empty whether it has no rows
   */
  ResultTable(String tag, Layout layout, boolean severalRows, boolean empty) {
    this.tag = tag;
    this.layout = layout;
    this.severalRows = severalRows;
    this.empty = empty;
  }

  /** A copy to be changed, and thrown away if the transaction fails. */
  ResultTable copy() {
    return new ResultTable(tag, layout.copy(), severalRows, empty);
  }

  /** Its name as it stands in SQL. */
  String quotedName() {
    return Sqlite.quoted(tag);
  }

  Layout layout() {
    return layout;
  }

  boolean hasSeveralRows() {
    return severalRows;
  }

  /** From now on it has rows. */
  void filled() {
    empty = false;
  }

  void create(Connection connection) throws SQLException {
    create(connection, quotedName());
  }

  private void create(Connection connection, String quotedName) throws SQLException {
    List<String> columns = new ArrayList<>();
    columns.add(severalRows ? "_trial INTEGER NOT NULL" : "_trial INTEGER PRIMARY KEY");
    if (severalRows) {
      columns.add("_row INTEGER NOT NULL");
    }
    columns.addAll(OWN.subList(1, OWN.size()));
    layout.columns().forEach(column -> columns.add(Sqlite.quoted(column.column())));
    if (severalRows) {
      columns.add("PRIMARY KEY (_trial, _row)");
    }
    Sqlite.execute(
        connection,
        "CREATE TABLE "
            + quotedName
            + " ("
            + String.join(", ", columns)
            + (severalRows ? ") WITHOUT ROWID" : ")"));
  }

  /** Gives every name a column, as far as there is room. */
  void makeRoom(Connection connection, Kind kind, List<Column> named) throws SQLException {
    List<StoredColumn> added = new ArrayList<>();
    for (Column column : named) {
      StoredColumn there = layout.find(kind, column.name());
      if (there == null) {
        StoredColumn fresh = layout.add(kind, column.name(), Cells.typeOf(firstValue(column)));
        if (fresh != null) {
          added.add(fresh);
          Schema.put(connection, tag, fresh);
        }
      } else if (there.type() == Cells.Type.UNKNOWN && firstValue(column) != null) {
        StoredColumn typed = there.as(Cells.typeOf(firstValue(column)));
        layout.put(typed);
        Schema.put(connection, tag, typed);
      }
    }
    if (empty && !added.isEmpty()) {
      Sqlite.execute(connection, "DROP TABLE " + quotedName());
      create(connection);
    } else {
      for (StoredColumn column : added) {
        Sqlite.execute(
            connection,
            "ALTER TABLE " + quotedName() + " ADD COLUMN " + Sqlite.quoted(column.column()));
      }
    }
  }

  private static @Nullable Object firstValue(Column column) {
    for (int i = 0; i < column.size(); i++) {
      Object value = column.get(i);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** Rebuilds the table for trials of several rows, if it is not yet. */
  void allowSeveralRows(Connection connection) throws SQLException {
    if (severalRows) {
      return;
    }
    severalRows = true;
    Schema.haveSeveralRows(connection, tag);
    List<String> names = new ArrayList<>(OWN);
    layout.columns().forEach(column -> names.add(Sqlite.quoted(column.column())));
    String columns = String.join(", ", names);
    create(connection, "_rebuilt");
    Sqlite.execute(
        connection,
        "INSERT INTO _rebuilt (_row, %s) SELECT 0, %s FROM %s ORDER BY _trial"
            .formatted(columns, columns, quotedName()));
    Sqlite.execute(connection, "DROP TABLE " + quotedName());
    Sqlite.execute(connection, "ALTER TABLE _rebuilt RENAME TO " + quotedName());
  }
}
