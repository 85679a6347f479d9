package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The SQL that all databases understand, in short. */
public final class Sql {

  private Sql() {}

  /** A name as it stands in SQL. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A value as it stands in SQL, null if it cannot stand there exactly. */
  static @Nullable String literal(@Nullable Object value) {
    if (value instanceof String text) {
      return text.indexOf('\0') < 0 ? "'" + text.replace("'", "''") + "'" : null;
    }
    if (value instanceof Double real) {
      boolean exact = Double.isFinite(real) && !real.equals(-0.0);
      return exact ? real.toString() : null;
    }
    if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      return value.toString();
    }
    return null;
  }

  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Changes something; gives the number of rows it concerned. */
  public static int update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** The first cell of the first row as text; null if there is none. */
  public static @Nullable String text(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement select = prepare(connection, sql, values);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getString(1) : null;
    }
  }

  /** The first cell of the first row as a whole number; 0 if there is none. */
  public static long whole(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement select = prepare(connection, sql, values);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  /** Whether there is a row. */
  public static boolean isAny(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement select = prepare(connection, sql, values);
        ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    boolean ok = false;
    try {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      ok = true;
      return statement;
    } finally {
      if (!ok) {
        statement.close();
      }
    }
  }
}
