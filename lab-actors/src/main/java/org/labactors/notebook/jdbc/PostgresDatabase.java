package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
import org.labactors.notebook.ScannedRow;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A notebook in a schema of a PostgreSQL database, beside whatever else is there. Its tables are in
 * the schema that is the current one for the user, or that the address names with {@code
 * ?currentSchema=…}.
 */
final class PostgresDatabase implements Database {

  private static final int MOST_IDLE = 2;
  private static final int SECONDS_TO_ANSWER = 5;

  /** Long for a server that is busy, short for somebody who waits for its results. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final long MOST_ROWS_AT_ONCE = 5_000;
  private static final long BYTES_AT_ONCE = 4_000_000;

  private final PostgresAddress address;
  private final UnaryOperator<@Nullable String> environment;
  private final Cells cells = new PostgresCells();
  private final Tables tables;
  private final PostgresWatch watch;
  private final PostgresLock lock = new PostgresLock();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private volatile boolean connected;

  private PostgresDatabase(
      PostgresAddress address, UnaryOperator<@Nullable String> environment, Duration silence) {
    this.address = address;
    this.environment = environment;
    this.watch = new PostgresWatch(silence);
    this.tables = new PostgresTables(watch);
  }

  /**
   * The database at an address.
   *
   * @param environment gives the values of PGUSER and PGPASSWORD, or null
   * @throws NotebookException if it is no address, or has a password in it
   */
  static PostgresDatabase at(String url, UnaryOperator<@Nullable String> environment) {
    return at(url, environment, SILENCE);
  }

  /**
   * As {@link #at(String, UnaryOperator)}.
   *
   * @param silence how long the server may be silent while it records, until it counts as away
   */
  static PostgresDatabase at(
      String url, UnaryOperator<@Nullable String> environment, Duration silence) {
    return new PostgresDatabase(PostgresAddress.of(url), environment, silence);
  }

  @Override
  public String toString() {
    return address.url();
  }

  @Override
  public Cells cells() {
    return cells;
  }

  @Override
  public Tables tables() {
    return tables;
  }

  @Override
  public RowInserter inserter(
      WriteSession.Transaction transaction, ResultTable table, RowSource rows) throws SQLException {
    return new PostgresCopy(transaction.connection(), watch, table, rows);
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public long bytes() throws SQLException {
    Connection connection = connectToRead();
    try {
      return version(connection) == 0 ? 0 : PostgresMarks.bytes(connection);
    } finally {
      release(connection);
    }
  }

  @Override
  public int version(Connection connection) throws SQLException {
    return PostgresMarks.version(connection, address);
  }

  @Override
  public void mark(Connection connection, int version) throws SQLException {
    PostgresMarks.mark(connection, version);
  }

  @Override
  public boolean isTaken(Connection connection, String name) throws SQLException {
    return PostgresMarks.isRelation(connection, name);
  }

  @Override
  public Connection connectToRead() throws SQLException {
    for (Connection kept = takeIdle(); kept != null; kept = takeIdle()) {
      if (kept.isValid(SECONDS_TO_ANSWER)) {
        return kept;
      }
      kept.close();
    }
    Properties properties = address.properties(environment, "lab, reading", watch.seconds());
    // Numbers need not be read from text so.
    PGProperty.PREPARE_THRESHOLD.set(properties, -1);
    // A statement that is kept does not survive a change of its table.
    PGProperty.PREPARED_STATEMENT_CACHE_QUERIES.set(properties, 0);
    Connection connection = connect(properties);
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  private @Nullable Connection takeIdle() {
    synchronized (idle) {
      return idle.poll();
    }
  }

  private Connection connect(Properties properties) throws SQLException {
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

  @Override
  public void beginToRead(Connection connection) throws SQLException {
    watch.expectLate(connection);
    connection.setAutoCommit(false);
  }

  @Override
  public void pretend(Connection connection, List<String> tables) throws SQLException {
    if (!tables.isEmpty()) {
      throw new SQLException("there is no older format in PostgreSQL");
    }
  }

  /** As many as take about 4 MB, going by the mean size of a row. */
  @Override
  public int rowsAtOnce(Connection connection, StoredResultSet resultSet) throws SQLException {
    long bytes =
        Sql.whole(connection, "SELECT pg_table_size(?::regclass)", Sql.quoted(resultSet.tag()));
    long perRow = 1 + bytes / Math.max(1, resultSet.tally().recorded());
    return (int) Math.max(1, Math.min(MOST_ROWS_AT_ONCE, BYTES_AT_ONCE / perRow));
  }

  @Override
  public void scan(Connection connection, ColumnScan scan, Consumer<ScannedRow> visitor)
      throws SQLException {
    PostgresScan.run(cells, connection, scan, rowsAtOnce(connection, scan.resultSet()), visitor);
  }

  @Override
  public void release(Connection connection) throws SQLException {
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

  @Override
  public WriteRight claim() {
    return () -> {};
  }

  @Override
  public Connection connectToWrite(boolean again) throws SQLException {
    String program = "process " + ProcessHandle.current().pid() + " on " + Provenance.hostName();
    Connection connection = connect(address.properties(environment, program, watch.seconds()));
    boolean ok = false;
    try {
      // A machine that is gone without a word shall not keep the lock for hours.
      Sql.execute(connection, "SET tcp_keepalives_idle = 10");
      Sql.execute(connection, "SET tcp_keepalives_interval = 5");
      Sql.execute(connection, "SET tcp_keepalives_count = 3");
      if ("off".equals(Sql.text(connection, "SHOW synchronous_commit"))) {
        Sql.execute(connection, "SET synchronous_commit = on");
      }
      lock.acquire(connection, address.url());
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  @Override
  public void prepareToWrite(Connection connection) throws SQLException {
    PostgresMarks.requireRoom(connection, address);
    connection.setAutoCommit(false);
  }

  /** The first statement does it. */
  @Override
  public void begin(Connection connection) throws SQLException {
    watch.expectLate(connection);
  }

  @Override
  public void beQuick(Connection connection) throws SQLException {
    watch.expectSoon(connection);
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  @Override
  public boolean rollBack(Connection connection) {
    try {
      watch.send(connection, connection::rollback);
      if (connection.isValid(SECONDS_TO_ANSWER)) {
        return true;
      }
    } catch (SQLException broken) {
      // It is given up.
    }
    PostgresWatch.abort(connection);
    return false;
  }

  @Override
  public void tidy(Connection connection) {}

  @Override
  public void requireInPlace() {}

  @Override
  public NotebookException explain(SQLException failure) {
    return PostgresErrors.explain(address, connected, failure);
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
    watch.close();
  }
}
