package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.labactors.internal.database.Schema;
import org.labactors.internal.database.Sql;
import org.labactors.notebook.NotebookException;

/**
 * What tells a notebook in a schema of PostgreSQL from other things, and whether it can be there.
 */
final class PostgresMarks {

  private static final int OLDEST_SERVER = 14;

  /** The mark, in the table {@code _notebook}. */
  private static final String APPLICATION = "lab-actors";

  private PostgresMarks() {}

  /** Which version of a notebook is in the current schema; 0 if there is none. */
  static int version(Connection connection, PostgresAddress address) throws SQLException {
    if (!isRelation(connection, "_notebook")) {
      return 0;
    }
    boolean ours =
        Sql.whole(
                connection,
                """
                SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                  JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = current_schema() AND c.relname = '_notebook'
                    AND a.attname IN ('name', 'value')""")
            == 2;
    if (!ours
        || !APPLICATION.equals(
            Sql.text(connection, "SELECT value FROM _notebook WHERE name = 'application'"))) {
      throw taken(address, "_notebook");
    }
    String format = Sql.text(connection, "SELECT value FROM _notebook WHERE name = 'format'");
    return format == null ? 0 : Integer.parseInt(format);
  }

  static void mark(Connection connection, int version) throws SQLException {
    Sql.update(connection, "DELETE FROM _notebook WHERE name IN ('application', 'format')");
    Sql.update(connection, "INSERT INTO _notebook VALUES ('application', ?)", APPLICATION);
    Sql.update(connection, "INSERT INTO _notebook VALUES ('format', ?)", Integer.toString(version));
  }

  /** Whether the current schema has a table, view, index or the like of a name. */
  static boolean isRelation(Connection connection, String name) throws SQLException {
    return Sql.isAny(
        connection,
        """
        SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = current_schema() AND c.relname = ?""",
        name);
  }

  /** The size of the notebook's tables and their indexes, in bytes. */
  static long bytes(Connection connection) throws SQLException {
    return Sql.whole(
        connection,
        """
        SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = current_schema() AND c.relkind = 'r'
            AND (c.relname = ANY (?) OR c.relname IN (SELECT tag FROM _result_sets))""",
        (Object) Schema.tables().toArray(String[]::new));
  }

  /** Refuses a schema without a notebook where the notebook's tables would meet others. */
  static void requireRoom(Connection connection, PostgresAddress address) throws SQLException {
    if (version(connection, address) == 0) {
      for (String table : Schema.tables()) {
        if (isRelation(connection, table)) {
          throw taken(address, table);
        }
      }
    }
  }

  private static NotebookException taken(PostgresAddress address, String table) {
    return NotebookException.refused(
        "the database of the notebook '"
            + address.url()
            + "' has a table '"
            + table
            + "' of another origin; give the notebook a schema of its own: CREATE SCHEMA lab, and"
            + " ?currentSchema=lab at the end of the address");
  }

  /** Refuses a server that is too old, or cannot hold every text, or a schema that is not there. */
  static void requireFit(Connection connection, PostgresAddress address) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST_SERVER) {
      throw NotebookException.refused(
          "the notebook '"
              + address.url()
              + "' is in PostgreSQL "
              + version
              + "; "
              + OLDEST_SERVER
              + " or later is needed");
    }
    String encoding = Sql.text(connection, "SHOW server_encoding");
    if (!"UTF8".equals(encoding)) {
      throw NotebookException.refused(
          "the database of the notebook '"
              + address.url()
              + "' has the encoding "
              + encoding
              + ", which does not hold every text; create one with ENCODING 'UTF8'");
    }
    if (Sql.text(connection, "SELECT current_schema()") == null) {
      requireUsage(connection, address);
      throw NotebookException.refused(
          "the database of the notebook '"
              + address.url()
              + "' does not have the schema that the address or the user's search_path names;"
              + " create it: CREATE SCHEMA …");
    }
  }

  /** Refuses a schema that is there, and that the user may not use. */
  private static void requireUsage(Connection connection, PostgresAddress address)
      throws SQLException {
    String grant =
        Sql.text(
            connection,
            """
            SELECT format('GRANT USAGE ON SCHEMA %I TO %I', nspname, current_user)
              FROM pg_namespace WHERE NOT has_schema_privilege(oid, 'USAGE')
                AND nspname = ANY (
                  string_to_array(replace(current_setting('search_path'), '"', ''), ', '))""");
    if (grant != null) {
      throw NotebookException.refused(
          "the user may not use the schema of the notebook '"
              + address.url()
              + "'\nGrant what is missing: "
              + grant);
    }
  }
}
