package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Sql;
import org.labactors.notebook.Provenance;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/** Connections to a database, with limits of their own; some that have read are kept. */
final class PostgresConnections implements AutoCloseable {

  private static final int MOST_IDLE = 2;
  private static final int SECONDS_TO_ANSWER = 5;

  /** After so many uses the server keeps a statement; the driver's own default. */
  private static final int SOME_USES = 5;

  /** Then the server keeps every statement, and the driver need not read numbers from text. */
  private static final int NUMBERS_AS_SUCH = -1;

  private final PostgresAddress address;
  private final UnaryOperator<@Nullable String> environment;
  private final PostgresWatch watch;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private volatile boolean connected;

  PostgresConnections(
      PostgresAddress address, UnaryOperator<@Nullable String> environment, PostgresWatch watch) {
    this.address = address;
    this.environment = environment;
    this.watch = watch;
  }

  /** Whether there has been one. */
  boolean wereMade() {
    return connected;
  }

  /** One that reads, to be given back by {@link #release}. */
  Connection toRead() throws SQLException {
    for (Connection kept = takeIdle(); kept != null; kept = takeIdle()) {
      if (isAlive(kept)) {
        return kept;
      }
      kept.close();
    }
    Properties properties = properties("lab, reading");
    // A statement that is kept does not survive a change of its table.
    PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 0);
    Connection connection = connect(properties);
    if (!PostgresPooler.isBetween(connection)) {
      prepareAfter(NUMBERS_AS_SUCH, connection);
    }
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  private @Nullable Connection takeIdle() {
    synchronized (idle) {
      return idle.poll();
    }
  }

  static boolean isAlive(Connection connection) throws SQLException {
    return connection.isValid(SECONDS_TO_ANSWER);
  }

  /** Takes one back. */
  void release(Connection connection) throws SQLException {
    boolean keep = false;
    try {
      if (!connection.isClosed()) {
        if (!connection.getAutoCommit()) {
          connection.rollback();
          connection.setAutoCommit(true);
        }
        synchronized (idle) {
          keep = idle.size() < MOST_IDLE && idle.add(connection);
        }
      }
    } catch (SQLException broken) {
      // Whatever was read has been read; the next reader gets a new connection.
    } finally {
      if (!keep) {
        connection.close();
      }
    }
  }

  /** One that writes. It tells the server's users which process it belongs to. */
  Connection toWrite() throws SQLException {
    Connection connection =
        connect(
            properties(
                "process " + ProcessHandle.current().pid() + " on " + Provenance.hostName()));
    boolean ok = false;
    try {
      requireSession(connection);
      limit(connection, false);
      prepareAfter(SOME_USES, connection);
      // A machine that is gone without a word shall not keep the lock for hours.
      Sql.execute(connection, "SET tcp_keepalives_idle = 10");
      Sql.execute(connection, "SET tcp_keepalives_interval = 5");
      Sql.execute(connection, "SET tcp_keepalives_count = 3");
      if ("off".equals(Sql.text(connection, "SHOW synchronous_commit"))) {
        Sql.execute(connection, "SET synchronous_commit = on");
      }
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  private Properties properties(String program) {
    return address.properties(environment, program, watch.seconds());
  }

  private static void prepareAfter(int uses, Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).setPrepareThreshold(uses);
  }

  private Connection connect(Properties properties) throws SQLException {
    // Until it is known that there is no pooler, which may give the statement to somebody else.
    PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    Connection connection = new Driver().connect(address.url(), properties);
    if (connection == null) {
      throw new SQLException("no address of PostgreSQL");
    }
    boolean ok = false;
    try {
      PostgresMarks.requireFit(connection, address);
      connected = true;
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  /** Refuses a pooler between us and the server that keeps no session for a connection. */
  private void requireSession(Connection connection) throws SQLException {
    if (PostgresPooler.isBetween(connection)) {
      try (Connection second = connect(properties("lab, looking for a pooler"))) {
        PostgresPooler.requireSessions(connection, second, address);
      }
    }
  }

  /**
   * Sets limits of its own in place of the role's, which are meant for people: what takes longer
   * than any statement of a notebook is given up, and an idle session is not ended, for it has the
   * right to write.
   *
   * @param local whether they hold for the transaction only, and not for the session
   */
  static void limit(Connection connection, boolean local) throws SQLException {
    Sql.execute(
        connection,
        """
        SELECT set_config(name, CASE name WHEN 'statement_timeout' THEN '%d' ELSE '0' END, %b)
          FROM pg_settings
          WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_session_timeout',
            'idle_in_transaction_session_timeout')"""
            .formatted(PostgresWatch.ANY_STATEMENT.toMillis(), local));
  }

  @Override
  public void close() {
    for (Connection kept = takeIdle(); kept != null; kept = takeIdle()) {
      try {
        kept.close();
      } catch (SQLException broken) {
        // It is not needed any more.
      }
    }
  }
}
