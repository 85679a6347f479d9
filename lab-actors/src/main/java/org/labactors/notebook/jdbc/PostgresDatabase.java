package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;
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
  private static final int OLDEST_VERSION = 14;
  private static final long MOST_ROWS_AT_ONCE = 5_000;
  private static final long BYTES_AT_ONCE = 4_000_000;

  /** Marks, as names and values in the table {@code _notebook}. */
  private static final String APPLICATION = "lab-actors";

  private final PostgresAddress address;
  private final UnaryOperator<@Nullable String> environment;
  private final Cells cells = new PostgresCells();
  private final Tables tables = new PostgresTables();
  private final PostgresLock lock = new PostgresLock();
  private final Deque<Connection> idle = new ArrayDeque<>();
  private volatile boolean connected;

  private PostgresDatabase(PostgresAddress address, UnaryOperator<@Nullable String> environment) {
    this.address = address;
    this.environment = environment;
  }

  /**
   * The database at an address.
   *
   * @param environment gives the values of PGUSER and PGPASSWORD, or null
   * @throws NotebookException if it is no address, or has a password in it
   */
  static PostgresDatabase at(String url, UnaryOperator<@Nullable String> environment) {
    return new PostgresDatabase(PostgresAddress.of(url), environment);
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
    return new PostgresCopy(transaction.connection(), table, rows);
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public long bytes() throws SQLException {
    Connection connection = connectToRead();
    try {
      return version(connection) == 0
          ? 0
          : Sql.whole(
              connection,
              """
              SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = current_schema() AND c.relkind = 'r'
                  AND (c.relname = ANY (?) OR c.relname IN (SELECT tag FROM _result_sets))""",
              (Object) Schema.tables().toArray(String[]::new));
    } finally {
      release(connection);
    }
  }

  @Override
  public int version(Connection connection) throws SQLException {
    if (!isRelation(connection, "_notebook")) {
      return 0;
    }
    boolean ours =
        Sql.whole(
                connection,
                """
                SELECT count(*) FROM information_schema.columns WHERE table_schema = current_schema()
                  AND table_name = '_notebook' AND column_name IN ('name', 'value')""")
            == 2;
    if (!ours
        || !APPLICATION.equals(
            Sql.text(connection, "SELECT value FROM _notebook WHERE name = 'application'"))) {
      throw taken("_notebook");
    }
    String format = Sql.text(connection, "SELECT value FROM _notebook WHERE name = 'format'");
    return format == null ? 0 : Integer.parseInt(format);
  }

  private NotebookException taken(String table) {
    return NotebookException.refused(
        "the database of the notebook '"
            + address.url()
            + "' has a table '"
            + table
            + "' of another origin; give the notebook a schema of its own: CREATE SCHEMA lab, and"
            + " ?currentSchema=lab at the end of the address");
  }

  @Override
  public void mark(Connection connection, int version) throws SQLException {
    Sql.update(connection, "DELETE FROM _notebook WHERE name = 'application' OR name = 'format'");
    Sql.update(connection, "INSERT INTO _notebook VALUES ('application', ?)", APPLICATION);
    Sql.update(connection, "INSERT INTO _notebook VALUES ('format', ?)", Integer.toString(version));
  }

  @Override
  public boolean isTaken(Connection connection, String name) throws SQLException {
    return isRelation(connection, name);
  }

  private static boolean isRelation(Connection connection, String name) throws SQLException {
    return Sql.isAny(
        connection,
        """
        SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE n.nspname = current_schema() AND c.relname = ?""",
        name);
  }

  @Override
  public Connection connectToRead() throws SQLException {
    for (Connection kept = takeIdle(); kept != null; kept = takeIdle()) {
      if (kept.isValid(SECONDS_TO_ANSWER)) {
        return kept;
      }
      kept.close();
    }
    Properties properties = address.properties(environment, "lab, reading");
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
      requireFit(connection);
      connected = true;
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  private void requireFit(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST_VERSION) {
      throw NotebookException.refused(
          "the notebook '"
              + address.url()
              + "' is in PostgreSQL "
              + version
              + "; "
              + OLDEST_VERSION
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
      throw NotebookException.refused(
          "the database of the notebook '"
              + address.url()
              + "' does not have the schema that the address or the user's search_path names;"
              + " create it: CREATE SCHEMA …");
    }
  }

  @Override
  public void beginToRead(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
  }

  @Override
  public void pretend(Connection connection, List<String> tables) throws SQLException {
    throw new SQLException("there is no older format in PostgreSQL");
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
    Connection connection = connect(address.properties(environment, program));
    boolean ok = false;
    try {
      // A machine that is gone without a word shall not keep the lock for hours.
      Sql.execute(connection, "SET tcp_keepalives_idle = 10");
      Sql.execute(connection, "SET tcp_keepalives_interval = 5");
      Sql.execute(connection, "SET tcp_keepalives_count = 3");
      Sql.execute(connection, "SET lock_timeout = '5s'");
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
    if (version(connection) == 0) {
      for (String table : Schema.tables()) {
        if (isRelation(connection, table)) {
          throw taken(table);
        }
      }
    }
    connection.setAutoCommit(false);
  }

  @Override
  public void begin(Connection connection) {
    // The first statement does it.
  }

  @Override
  public void commit(Connection connection) throws SQLException {
    connection.commit();
  }

  @Override
  public boolean rollBack(Connection connection) {
    try {
      connection.rollback();
      return connection.isValid(SECONDS_TO_ANSWER);
    } catch (SQLException broken) {
      return false;
    }
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
  }
}
