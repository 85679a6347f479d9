package org.labactors.internal.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.database.Tables;

/**
 * Tables of SQLite: the trial is the row's number, until there are trials of several rows; then the
 * table is rebuilt.
 */
final class SqliteTables implements Tables {

  private static final int LONGEST_NAME = 120;

  private enum ColumnNames implements Names {
    INSTANCE;

    @Override
    public String possible(String name, int free) {
      StringBuilder text = new StringBuilder();
      name.codePoints()
          .limit(LONGEST_NAME)
          .map(c -> isImpossible(c) ? '?' : c)
          .forEach(text::appendCodePoint);
      return text.toString();
    }

    private static boolean isImpossible(int codePoint) {
      return codePoint == 0
          || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    @Override
    public boolean isReserved(String folded) {
      return false;
    }

    @Override
    public int mostColumns() {
      return 1_000;
    }
  }

  @Override
  public Names names() {
    return ColumnNames.INSTANCE;
  }

  @Override
  public String keyed() {
    return " WITHOUT ROWID";
  }

  @Override
  public void create(Connection connection, ResultTable table) throws SQLException {
    create(connection, table, table.quotedName());
  }

  private static void create(Connection connection, ResultTable table, String quotedName)
      throws SQLException {
    boolean severalRows = table.hasSeveralRows();
    List<String> columns = new ArrayList<>();
    columns.add(severalRows ? "_trial INTEGER NOT NULL" : "_trial INTEGER PRIMARY KEY");
    if (severalRows) {
      columns.add("_row INTEGER NOT NULL");
    }
    columns.addAll(ResultTable.STORED.subList(1, ResultTable.STORED.size()));
    table.layout().columns().forEach(column -> columns.add(Sql.quoted(column.column())));
    if (severalRows) {
      columns.add("PRIMARY KEY (_trial, _row)");
    }
    Sql.execute(
        connection,
        "CREATE TABLE "
            + quotedName
            + " ("
            + String.join(", ", columns)
            + (severalRows ? ") WITHOUT ROWID" : ")"));
  }

  @Override
  public void add(Connection connection, ResultTable table, List<StoredColumn> columns)
      throws SQLException {
    if (table.isEmpty()) {
      Sql.execute(connection, "DROP TABLE " + table.quotedName());
      create(connection, table);
      return;
    }
    for (StoredColumn column : columns) {
      Sql.execute(
          connection,
          "ALTER TABLE " + table.quotedName() + " ADD COLUMN " + Sql.quoted(column.column()));
    }
  }

  @Override
  public void add(Connection connection, ResultTable table, StoredColumn column, String value)
      throws SQLException {
    Sql.execute(
        connection,
        "ALTER TABLE %s ADD COLUMN %s DEFAULT %s"
            .formatted(table.quotedName(), Sql.quoted(column.column()), value));
  }

  @Override
  public boolean retype(
      Connection connection, ResultTable table, StoredColumn from, Cells.Type to) {
    return true;
  }

  @Override
  public void allowSeveralRows(Connection connection, ResultTable table) throws SQLException {
    List<String> names = new ArrayList<>(ResultTable.STORED);
    table.layout().columns().forEach(column -> names.add(Sql.quoted(column.column())));
    String columns = String.join(", ", names);
    create(connection, table, "_rebuilt");
    Sql.execute(
        connection,
        "INSERT INTO _rebuilt (_row, %s) SELECT 0, %s FROM %s ORDER BY _trial"
            .formatted(columns, columns, table.quotedName()));
    Sql.execute(connection, "DROP TABLE " + table.quotedName());
    Sql.execute(connection, "ALTER TABLE _rebuilt RENAME TO " + table.quotedName());
  }

  /** Renames by way of another name: one that differs in case only counts as taken. */
  @Override
  public void rename(Connection connection, String tag, String newTag) throws SQLException {
    Sql.execute(connection, "ALTER TABLE " + Sql.quoted(tag) + " RENAME TO _renamed");
    Sql.execute(connection, "ALTER TABLE _renamed RENAME TO " + Sql.quoted(newTag));
  }

  @Override
  public void check(String tag) {}
}
