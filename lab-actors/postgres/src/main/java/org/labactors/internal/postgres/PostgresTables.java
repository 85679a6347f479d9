package org.labactors.internal.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.database.Tables;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.JsonNames;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.NotebookException;

/** Tables of PostgreSQL: the columns have types, and names have 63 bytes at the most. */
final class PostgresTables implements Tables {

  /** What the lab's own columns are, but those of text. */
  private static final Map<String, String> OWN_TYPES =
      Map.ofEntries(
          Map.entry("_trial", "bigint NOT NULL"),
          Map.entry("_point", "bigint"),
          Map.entry("_replicate", "integer"),
          Map.entry("_start_time", "double precision"),
          Map.entry("_end_time", "double precision"),
          Map.entry("_elapsed_time", "double precision"),
          Map.entry("_setup_time", "double precision"),
          Map.entry("_experiment_time", "double precision"),
          Map.entry("_teardown_time", "double precision"),
          Map.entry("_attempt", "integer"),
          Map.entry(ResultTable.CODE, "integer"));

  /** What the names of the indexes of keys begin with. */
  static final String KEY = "_key_";

  private static final int LONGEST_NAME = 63;

  private final PostgresWatch watch;

  PostgresTables(PostgresWatch watch) {
    this.watch = watch;
  }

  /** A view of the user's depends on the column. */
  private static final String NOT_SUPPORTED = "0A000";

  private enum ColumnNames implements Names {
    INSTANCE;

    private static final Set<String> OF_THE_SYSTEM =
        Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    @Override
    public String possible(String name, int free) {
      StringBuilder text = new StringBuilder();
      int bytes = 0;
      for (int codePoint : name.codePoints().limit(LONGEST_NAME).toArray()) {
        boolean impossible =
            codePoint == 0
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
        String next = impossible ? "?" : Character.toString(codePoint);
        bytes += bytes(next);
        if (bytes > LONGEST_NAME - free) {
          break;
        }
        text.append(next);
      }
      return text.toString();
    }

    @Override
    public boolean isReserved(String folded) {
      return OF_THE_SYSTEM.contains(folded);
    }

    /** A row must fit into a page of 8 kB, where a text takes up to 26 bytes. */
    @Override
    public int mostColumns() {
      return 250;
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public Names names() {
    return ColumnNames.INSTANCE;
  }

  @Override
  public String keyed() {
    return "";
  }

  @Override
  public void create(Connection connection, ResultTable table) throws SQLException {
    List<String> columns = new ArrayList<>();
    for (String own : ResultTable.STORED) {
      columns.add(own + " " + OWN_TYPES.getOrDefault(own, "text"));
      if (own.equals("_trial") && table.hasSeveralRows()) {
        columns.add("_row integer NOT NULL DEFAULT 0");
      }
    }
    table.layout().columns().forEach(column -> columns.add(definition(column)));
    columns.add(key(table));
    Sql.execute(
        connection, "CREATE TABLE " + table.quotedName() + " (" + String.join(", ", columns) + ")");
  }

  private static String definition(StoredColumn column) {
    return Sql.quoted(column.column()) + " " + PostgresCells.sql(column.type());
  }

  private static String key(ResultTable table) {
    return "CONSTRAINT "
        + keyName(table.tag())
        + (table.hasSeveralRows() ? " PRIMARY KEY (_trial, _row)" : " PRIMARY KEY (_trial)");
  }

  /** The name of the index of a table's key, which no table of another tag can have. */
  static String keyName(String tag) {
    return Sql.quoted(KEY + UUID.nameUUIDFromBytes(tag.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void add(Connection connection, ResultTable table, List<StoredColumn> columns)
      throws SQLException {
    List<String> changes =
        columns.stream().map(column -> "ADD COLUMN " + definition(column)).toList();
    Sql.execute(connection, "ALTER TABLE " + table.quotedName() + " " + String.join(", ", changes));
  }

  @Override
  public void add(Connection connection, ResultTable table, StoredColumn column, String value)
      throws SQLException {
    Sql.execute(
        connection,
        "ALTER TABLE %s ADD COLUMN %s DEFAULT %s"
            .formatted(table.quotedName(), definition(column), value));
    // Rows that come have a value of their own, and a default value could not change its type.
    Sql.execute(
        connection,
        "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT"
            .formatted(table.quotedName(), Sql.quoted(column.column())));
  }

  @Override
  public boolean retype(Connection connection, ResultTable table, StoredColumn from, Cells.Type to)
      throws SQLException {
    return watch.patiently(connection, () -> isRetyped(connection, table, from, to));
  }

  private static boolean isRetyped(
      Connection connection, ResultTable table, StoredColumn from, Cells.Type to)
      throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      if (from.type() == Cells.Type.WHOLE) {
        noteLargeNumbers(connection, table, from);
      }
      String name = Sql.quoted(from.column());
      String type = PostgresCells.sql(to);
      Sql.execute(
          connection,
          "ALTER TABLE %s ALTER COLUMN %s TYPE %s USING %s::%s"
              .formatted(
                  table.quotedName(),
                  name,
                  type,
                  from.type() == Cells.Type.UNKNOWN ? "NULL" : name,
                  type));
      connection.releaseSavepoint(before);
      return true;
    } catch (SQLException failure) {
      if (!NOT_SUPPORTED.equals(failure.getSQLState())) {
        throw failure;
      }
      connection.rollback(before);
      return false;
    }
  }

  /** Notes beside the cells those whole numbers that a floating-point number cannot hold. */
  private static void noteLargeNumbers(
      Connection connection, ResultTable table, StoredColumn column) throws SQLException {
    String name = Sql.quoted(column.column());
    String most = Long.toString(PostgresCells.MOST_WHOLE);
    String begin = ValueJson.write(JsonNames.written(column.column()), JsonDialect.NOTEBOOK) + ":";
    Sql.update(
        connection,
        """
        UPDATE %s SET _exact = CASE WHEN _exact IS NULL THEN '{' || ? || %s || '}'
            ELSE left(_exact, -1) || ',' || ? || %s || '}' END
          WHERE %s NOT BETWEEN -%s AND %s"""
            .formatted(table.quotedName(), name, name, name, most, most),
        begin,
        begin);
  }

  @Override
  public void allowSeveralRows(Connection connection, ResultTable table) throws SQLException {
    String sql =
        "ALTER TABLE %s ADD COLUMN _row integer NOT NULL DEFAULT 0, DROP CONSTRAINT %s, ADD %s"
            .formatted(table.quotedName(), keyName(table.tag()), key(table));
    watch.patiently(connection, () -> Sql.update(connection, sql));
  }

  @Override
  public void rename(Connection connection, String tag, String newTag) throws SQLException {
    Sql.execute(
        connection,
        "ALTER TABLE %s RENAME CONSTRAINT %s TO %s"
            .formatted(Sql.quoted(tag), keyName(tag), keyName(newTag)));
    Sql.execute(
        connection, "ALTER TABLE %s RENAME TO %s".formatted(Sql.quoted(tag), Sql.quoted(newTag)));
  }

  @Override
  public void check(String tag) {
    if (bytes(tag) > LONGEST_NAME) {
      throw NotebookException.refused(
          "the tag '"
              + tag
              + "' has "
              + bytes(tag)
              + " bytes; PostgreSQL cuts names of tables at "
              + LONGEST_NAME
              + ". Use a shorter one");
    }
  }
}
