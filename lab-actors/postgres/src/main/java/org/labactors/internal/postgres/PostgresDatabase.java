package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ColumnScan;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.RowInserter;
import org.labactors.internal.database.RowSource;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.database.Tables;
import org.labactors.internal.database.WriteSession;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ScannedRow;

/**
 * A notebook in a schema of a PostgreSQL database, beside whatever else is there. Its tables are in
 * the schema that is the current one for the user, or that the address names with {@code
 * ?currentSchema=…}.
 */
final class PostgresDatabase implements Database {

  /** Long for a server that is busy, short for somebody who waits for its results. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final long MOST_ROWS_AT_ONCE = 5_000;
  private static final long BYTES_AT_ONCE = 4_000_000;

  private final PostgresAddress address;
  private final Cells cells = new PostgresCells();
  private final Tables tables;
  private final PostgresWatch watch;
  private final PostgresLock lock = new PostgresLock();
  private final PostgresConnections connections;

  private PostgresDatabase(
      PostgresAddress address, UnaryOperator<@Nullable String> environment, Duration silence) {
    this.address = address;
    this.watch = new PostgresWatch(silence);
    this.connections = new PostgresConnections(address, environment, watch);
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
    return connections.toRead();
  }

  @Override
  public void beginToRead(Connection connection) throws SQLException {
    watch.expectLate(connection);
    connection.setAutoCommit(false);
    PostgresConnections.limit(connection, true);
  }

  @Override
  public void pretend(Connection connection, List<String> tables) throws SQLException {
    // Connections that read are pooled and stay: a table of theirs would hide that of an upgrade.
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
    connections.release(connection);
  }

  @Override
  public WriteRight claim() {
    return () -> {};
  }

  @Override
  public Connection connectToWrite(boolean again) throws SQLException {
    Connection connection = connections.toWrite();
    boolean ok = false;
    try {
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
      if (PostgresConnections.isAlive(connection)) {
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
  public NotebookException explain(SQLException failure, boolean writing) {
    if (PostgresErrors.INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
      List<String> grants = missingGrants(String.valueOf(failure.getMessage()), writing);
      return PostgresErrors.missingRight(address, failure, grants);
    }
    return PostgresErrors.explain(address, connections.wereMade(), failure);
  }

  /** What would grant the right that is missing; nothing if that cannot be found out. */
  private List<String> missingGrants(String said, boolean writing) {
    try {
      Connection connection = connections.toRead();
      try {
        return PostgresRights.grants(connection, said, writing);
      } finally {
        connections.release(connection);
      }
    } catch (SQLException | NotebookException unknown) {
      return List.of();
    }
  }

  @Override
  public void close() {
    connections.close();
    watch.close();
  }
}
