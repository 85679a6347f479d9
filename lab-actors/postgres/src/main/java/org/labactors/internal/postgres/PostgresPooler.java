package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.labactors.internal.database.Sql;
import org.labactors.notebook.NotebookException;
import org.postgresql.PGConnection;

/**
 * Finds a pooler that hands out the server's sessions anew for each transaction, as pgbouncer does
 * with {@code pool_mode = transaction}. The right to write belongs to a session: there it would be
 * given to whoever comes next, and stay with the pool when the lab has ended.
 */
final class PostgresPooler {

  /** With other clients about, the sessions of two connections may differ by chance. */
  private static final int LOOKS = 20;

  private PostgresPooler() {}

  /**
   * Whether there is a pooler. It tells its clients a process of its own making, while the session
   * itself knows the server's.
   */
  static boolean isBetween(Connection connection) throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID() != process(connection);
  }

  /**
   * Refuses a pooler with whom a connection has no session of its own.
   *
   * @param second another connection by the same way
   */
  static void requireSessions(Connection connection, Connection second, PostgresAddress address)
      throws SQLException {
    long session = process(connection);
    for (int look = 0; look < LOOKS; look++) {
      if (process(second) == session || process(connection) != session) {
        throw NotebookException.refused(
            "the notebook '"
                + address.url()
                + "' is behind a pooler that gives each transaction another session (pgbouncer:"
                + " pool_mode = transaction or statement), where nobody can hold the right to"
                + " write\nName the server itself in the address, or let the pooler give sessions"
                + " (pool_mode = session); to read, any pooler will do");
      }
    }
  }

  private static long process(Connection connection) throws SQLException {
    return Sql.whole(connection, "SELECT pg_backend_pid()");
  }
}
