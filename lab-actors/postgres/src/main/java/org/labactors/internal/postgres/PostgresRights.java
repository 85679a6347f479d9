package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Schema;

/**
 * Which rights a user lacks in the schema of a notebook. The server's own message names the table
 * or schema of the statement, in the server's language, and not the right.
 */
final class PostgresRights {

  private static final String[] TO_READ = {"SELECT"};
  private static final String[] TO_RECORD = {"SELECT", "INSERT", "DELETE"};
  private static final String[] TO_KEEP_BOOKS = {"SELECT", "INSERT", "UPDATE", "DELETE"};

  /** If more tables than these lack something, nobody wants to grant it one by one. */
  private static final int FEW = 2;

  /** The notebook's tables: its own, whose names are given, and those with results. */
  private static final String TABLES =
      """
      SELECT c.oid, c.relname, c.relowner, n.nspname, c.relname = ANY (?) AS own
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
          AND (c.relname = ANY (?) OR EXISTS (SELECT 1 FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = '_exact' AND NOT a.attisdropped))""";

  /** Tables, what would grant the user what is missing there, and the same for all tables. */
  private static final String ON_TABLES =
      """
      SELECT relname,
          format('GRANT %%s ON TABLE %%I.%%I TO %%I', string_agg(p, ', '), nspname, relname,
            current_user),
          format('GRANT %%s ON ALL TABLES IN SCHEMA %%I TO %%I', array_to_string(?::text[], ', '),
            nspname, current_user)
        FROM (%s) t, unnest(CASE WHEN own THEN ?::text[] ELSE ?::text[] END) p
        WHERE NOT has_table_privilege(oid, p)
        GROUP BY relname, nspname ORDER BY relname"""
          .formatted(TABLES);

  private static final String ON_SCHEMA =
      """
      SELECT nspname, format('GRANT CREATE ON SCHEMA %I TO %I', nspname, current_user), NULL
        FROM pg_namespace
        WHERE nspname = current_schema() AND NOT has_schema_privilege(oid, 'CREATE')""";

  private static final String AS_OWNER =
      """
      SELECT relname,
          format('GRANT %%I TO %%I (a new column needs the owner of %%I.%%I)',
            pg_get_userbyid(relowner), current_user, nspname, relname), NULL
        FROM (%s) t WHERE NOT own AND NOT pg_has_role(relowner, 'USAGE') ORDER BY relname"""
          .formatted(TABLES);

  /** A table or schema, and what grants the user what is missing there. */
  private record Missing(String name, String grant, @Nullable String grantForAll) {

    boolean isIn(String text) {
      return Pattern.compile(
              "(?<!\\w)" + Pattern.quote(name) + "(?!\\w)", Pattern.UNICODE_CHARACTER_CLASS)
          .matcher(text)
          .find();
    }
  }

  private PostgresRights() {}

  /**
   * The statements that would grant what is missing; none if nothing is.
   *
   * @param said what the server says; it decides if more than one thing is missing
   * @param writing whether the user wants to write
   */
  static List<String> grants(Connection connection, String said, boolean writing)
      throws SQLException {
    String[] own = Schema.tables().toArray(String[]::new);
    String[] books = writing ? TO_KEEP_BOOKS : TO_READ;
    String[] records = writing ? TO_RECORD : TO_READ;
    List<Missing> missing = select(connection, ON_TABLES, books, own, own, books, records);
    if (missing.size() > FEW) {
      return List.of(String.valueOf(missing.get(0).grantForAll));
    }
    if (writing) {
      missing.addAll(select(connection, ON_SCHEMA));
      missing.addAll(select(connection, AS_OWNER, own, own));
    }
    List<Missing> meant = missing.stream().filter(each -> each.isIn(said)).toList();
    return (meant.isEmpty() ? missing : meant).stream().limit(FEW).map(Missing::grant).toList();
  }

  private static List<Missing> select(Connection connection, String sql, Object... values)
      throws SQLException {
    List<Missing> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new Missing(row.getString(1), row.getString(2), row.getString(3)));
        }
      }
    }
    return found;
  }
}
