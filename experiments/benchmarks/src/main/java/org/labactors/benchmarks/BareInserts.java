package org.labactors.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The least that it takes to store the rows of a result set in SQLite: a table like the lab's and
 * one prepared statement, as durable as the lab (write-ahead log, {@code synchronous=FULL}), in
 * transactions of 1,000 rows.
 *
 * @param schema the statements that make the table and its indices
 * @param table its name
 * @param trialColumn which column holds the trial's number, from 0
 * @param rows a thousand rows to store again and again
 */
record BareInserts(
    List<String> schema, String table, int trialColumn, List<@Nullable Object[]> rows) {

  private static final int ROWS_PER_TRANSACTION = 1_000;

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
      try (ResultSet stored =
          statement.executeQuery("SELECT * FROM \"" + table + "\" LIMIT " + ROWS_PER_TRANSACTION)) {
        ResultSetMetaData columns = stored.getMetaData();
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (stored.next()) {
          @Nullable Object[] row = new @Nullable Object[columns.getColumnCount()];
          for (int i = 0; i < row.length; i++) {
            row[i] = stored.getObject(i + 1);
          }
          rows.add(row);
        }
        return new BareInserts(schema, table, stored.findColumn("_trial") - 1, rows);
      }
    }
  }

  int columns() {
    return rows.get(0).length;
  }

  /** The seconds that it takes to store so many rows in a new file. */
  double seconds(Path file, long count) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      for (String each : schema) {
        statement.execute(each);
      }
      connection.setAutoCommit(false);
      String places = String.join(", ", Collections.nCopies(columns(), "?"));
      long start = System.nanoTime();
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO \"" + table + "\" VALUES (" + places + ")")) {
        for (long trial = 0; trial < count; trial++) {
          bind(insert, trial);
          if ((trial + 1) % ROWS_PER_TRANSACTION == 0) {
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

  private void bind(PreparedStatement insert, long trial) throws SQLException {
    @Nullable Object[] row = rows.get((int) (trial % rows.size()));
    for (int i = 0; i < row.length; i++) {
      if (i == trialColumn) {
        insert.setLong(i + 1, trial);
      } else {
        insert.setObject(i + 1, row[i]);
      }
    }
    insert.addBatch();
  }
}
