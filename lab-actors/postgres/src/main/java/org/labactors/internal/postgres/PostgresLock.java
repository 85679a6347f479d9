package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Sql;
import org.labactors.notebook.NotebookException;

/**
 * The right to write a notebook in PostgreSQL: an advisory lock of a session, so it ends with the
 * session however that ends. When the connection broke and the server has not noticed yet, the old
 * session still has it; it is known by its process and start, and ended.
 */
final class PostgresLock {

  /** {@code LAct} in ASCII, the first half of the lock's number; the other is the schema's. */
  private static final int LAB = 0x4C416374;

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String SCHEMA =
      "SELECT oid::int FROM pg_namespace WHERE nspname = current_schema()";

  /** The session that had the lock last; null if none had. */
  private @Nullable String session;

  /**
   * Takes the right to write, as long as the connection lives.
   *
   * @throws NotebookException if another session has it; the text names its program
   */
  void acquire(Connection connection, String location) throws SQLException {
    int schema = (int) Sql.whole(connection, SCHEMA);
    if (!isAcquired(connection, schema)) {
      Holder holder = holder(connection, schema);
      if (!holder.session.equals(session)) {
        throw refusal(location, holder.program);
      }
      Sql.execute(connection, "SELECT pg_terminate_backend(" + holder.process + ", 5000)");
      if (!isAcquired(connection, schema)) {
        throw refusal(location, holder.program);
      }
    }
    session =
        Sql.text(
            connection,
            "SELECT pid || ' ' || backend_start FROM pg_stat_activity WHERE pid ="
                + " pg_backend_pid()");
  }

  private NotebookException refusal(String location, String program) {
    String text =
        "the notebook '"
            + location
            + "' is being written by "
            + program
            + "; wait until it is done, or use another notebook (reading is possible meanwhile)";
    // Who had the right before gets it back when the other is done.
    return session == null
        ? NotebookException.occupied(text)
        : NotebookException.unavailable(
            text, new IllegalStateException("locked by another session"));
  }

  /** Waits a moment, for a program that has just been killed may not have let go of it yet. */
  private static boolean isAcquired(Connection connection, int schema) throws SQLException {
    Sql.execute(connection, "SET lock_timeout = '1s'");
    try {
      return Sql.isAny(connection, "SELECT pg_advisory_lock(?, ?)", LAB, schema);
    } catch (SQLException failure) {
      if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
        return false;
      }
      throw failure;
    } finally {
      Sql.execute(connection, "SET lock_timeout = '5s'");
    }
  }

  private record Holder(int process, String session, String program) {}

  private static Holder holder(Connection connection, int schema) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT a.pid, a.pid || ' ' || a.backend_start, a.application_name
              FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
              WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ?::int::oid
                AND l.objid = ?::int::oid
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""")) {
      select.setInt(1, LAB);
      select.setInt(2, schema);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return new Holder(0, "", "another lab");
        }
        String program = row.getString(3);
        return new Holder(
            row.getInt(1),
            String.valueOf(row.getString(2)),
            program == null || program.isEmpty() ? "another lab" : program);
      }
    }
  }
}
