package org.labactors.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The least that it takes to store the rows of a result set in SQLite through JDBC: a table like
 * the lab's and one prepared statement, as durable as the lab (write-ahead log, {@code
 * synchronous=FULL}). Columns in which no row has a value are not in the statement.
 *
 * @param schema the statements that make the table and its indices
 * @param table its name
 * @param columns the columns that get values, quoted
 * @param trialColumn which of them holds the trial's number, from 0
 * @param rows up to a thousand rows to store again and again
 */
record BareInserts(
    List<String> schema,
    String table,
    List<String> columns,
    int trialColumn,
    List<@Nullable Object[]> rows) {

  /** Rows in a transaction of a program that inserts many. */
  static final int USUAL_TRANSACTION = 1_000;

  private static final int ROWS = 1_000;

  /** Inserts like those that a lab has done. */
  static BareInserts like(Path notebook, String table) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + notebook);
        Statement statement = connection.createStatement()) {
      List<String> schema = new ArrayList<>();
      try (ResultSet made =
          statement.executeQuery(
              "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name = '"
                  + table
                  + "' ORDER BY type DESC")) {
        while (made.next()) {
          schema.add(made.getString(1));
        }
      }
      List<String> names = new ArrayList<>();
      List<@Nullable Object[]> rows = new ArrayList<>();
      try (ResultSet stored =
          statement.executeQuery("SELECT * FROM \"" + table + "\" LIMIT " + ROWS)) {
        ResultSetMetaData columns = stored.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          names.add(columns.getColumnName(i));
        }
        while (stored.next()) {
          @Nullable Object[] row = new @Nullable Object[names.size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = stored.getObject(i + 1);
          }
          rows.add(row);
        }
      }
      int[] filled =
          IntStream.range(0, names.size())
              .filter(column -> rows.stream().anyMatch(row -> row[column] != null))
              .toArray();
      List<String> used = IntStream.of(filled).mapToObj(names::get).toList();
      return new BareInserts(
          schema,
          table,
          used.stream().map(name -> '"' + name.replace("\"", "\"\"") + '"').toList(),
          used.indexOf("_trial"),
          rows.stream().map(row -> only(filled, row)).collect(Collectors.toList()));
    }
  }

  private static @Nullable Object[] only(int[] columns, @Nullable Object[] row) {
    @Nullable Object[] part = new @Nullable Object[columns.length];
    for (int i = 0; i < part.length; i++) {
      part[i] = row[columns[i]];
    }
    return part;
  }

  /**
   * The seconds that it takes to store so many rows in a new file.
   *
   * @param perTransaction how many rows go into one transaction, at least 1
   */
  double seconds(Path file, long count, int perTransaction) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      for (String each : schema) {
        statement.execute(each);
      }
      connection.setAutoCommit(false);
      String insertion =
          "INSERT INTO \"%s\" (%s) VALUES (%s)"
              .formatted(
                  table,
                  String.join(", ", columns),
                  String.join(", ", Collections.nCopies(columns.size(), "?")));
      long start = System.nanoTime();
      try (PreparedStatement insert = connection.prepareStatement(insertion)) {
        for (long trial = 0; trial < count; trial++) {
          bind(insert, trial);
          if ((trial + 1) % ROWS == 0) {
            insert.executeBatch();
          }
          if ((trial + 1) % perTransaction == 0) {
            insert.executeBatch();
            connection.commit();
          }
        }
        insert.executeBatch();
        connection.commit();
      }
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** Binds one row, each value by the setter of its type, which is the quickest. */
  private void bind(PreparedStatement insert, long trial) throws SQLException {
    @Nullable Object[] row = rows.get((int) (trial % rows.size()));
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (i == trialColumn) {
        insert.setLong(i + 1, trial);
      } else if (value instanceof Double number) {
        insert.setDouble(i + 1, number);
      } else if (value instanceof Integer || value instanceof Long) {
        insert.setLong(i + 1, ((Number) value).longValue());
      } else if (value instanceof String text) {
        insert.setString(i + 1, text);
      } else if (value == null) {
        insert.setNull(i + 1, Types.NULL);
      } else {
        insert.setObject(i + 1, value);
      }
    }
    insert.addBatch();
  }
}
