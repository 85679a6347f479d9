package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;

/**
 * The tables of attributes and of what is finished. What concerns the notebook itself is kept under
 * {@link #NOTEBOOK}, which no result set can have as its tag.
 */
public final class NotesTable {

  public static final String NOTEBOOK = "";

  private NotesTable() {}

  public static Map<String, Object> attributes(Connection connection, String tag)
      throws SQLException {
    Map<String, Object> attributes = new TreeMap<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT name, value FROM _attributes WHERE tag = ?")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Object value = ValueJson.read(row.getString(2), JsonDialect.NOTEBOOK);
          if (value != null) {
            attributes.put(row.getString(1), value);
          }
        }
      }
    }
    return Collections.unmodifiableMap(attributes);
  }

  public static void put(Connection connection, String tag, String name, Object value)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO _attributes VALUES (?, ?, ?)
          ON CONFLICT (tag, name) DO UPDATE SET value = excluded.value""",
        tag,
        name,
        ValueJson.write(value, JsonDialect.NOTEBOOK));
  }

  public static void remove(Connection connection, String tag, String name) throws SQLException {
    Sql.update(connection, "DELETE FROM _attributes WHERE tag = ? AND name = ?", tag, name);
  }

  public static boolean isFinished(Connection connection, String tag) throws SQLException {
    return Sql.isAny(connection, "SELECT 1 FROM _finished WHERE tag = ?", tag);
  }

  public static void finish(Connection connection, String tag) throws SQLException {
    Sql.update(connection, "INSERT INTO _finished VALUES (?, ?)", tag, Instant.now().toString());
  }
}
