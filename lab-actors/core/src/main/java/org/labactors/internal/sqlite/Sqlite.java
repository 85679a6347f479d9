package org.labactors.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.labactors.internal.database.Sql;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;

/** What is particular to SQLite: how a file is opened and written. */
final class Sqlite {

  private static final int PATIENCE_MILLIS = 5_000;

  private static final String HEADER =
      "SELECT (SELECT application_id FROM pragma_application_id),"
          + " (SELECT user_version FROM pragma_user_version),"
          + " (SELECT count(*) FROM sqlite_schema)";

  private Sqlite() {}

  /**
   * Marks of a file.
   *
   * @param objects how many tables, views and indexes it has
   */
  record Header(int application, int version, int objects) {}

  /**
   * Opens a file to read it, without creating anything that stays.
   *
   * <p>A reader of a file in WAL mode takes part in its locks, for which SQLite needs two files
   * beside it; the last one to close tidies them away if it may write. Where nothing may be written
   * and nothing waits in the log, the file is read as one that does not change.
   */
  static Connection openToRead(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    String url = url(file);
    Path folder = Objects.requireNonNullElse(file.getParent(), file);
    if (!Files.isWritable(file) || !Files.isWritable(folder)) {
      config.setReadOnly(true);
      url = isLogEmpty(file) ? url + "?immutable=1" : url;
    }
    return config.createConnection(url);
  }

  /** Opens a file as one that does not change: without a look at its log, and without any lock. */
  static Connection openUnchanging(Path file) throws SQLException {
    SQLiteConfig config = config();
    config.resetOpenMode(SQLiteOpenMode.CREATE);
    config.setReadOnly(true);
    return config.createConnection(url(file) + "?immutable=1");
  }

  private static boolean isLogEmpty(Path file) {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return !Files.exists(log) || Files.size(log) == 0;
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Opens a file to write it, in transactions between {@link #begin} and {@link #commit}. */
  static Connection openToWrite(Path file, boolean create) throws SQLException {
    SQLiteConfig config = config();
    if (!create) {
      config.resetOpenMode(SQLiteOpenMode.CREATE);
    }
    return config.createConnection(url(file));
  }

  private static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(PATIENCE_MILLIS);
    config.setGetGeneratedKeys(
        false); // nobody asks for them, and every statement would be searched
    // The driver sees to it already that no two threads are in a connection.
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    return config;
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file.toUri();
  }

  /**
   * Makes sure that nobody else has the file open, under whatever name: what is locked for this is
   * the file itself. Until {@link #keepLog} everybody who writes waits for each other.
   *
   * @return false if somebody has
   */
  static boolean becomeAlone(Connection connection) throws SQLException {
    try {
      return "delete".equals(Sql.text(connection, "PRAGMA journal_mode = DELETE"));
    } catch (SQLiteException failure) {
      if (failure.getResultCode() == SQLiteErrorCode.SQLITE_BUSY) {
        return false;
      }
      throw failure;
    }
  }

  /** Makes readers and the writer independent of each other. */
  static void keepLog(Connection connection) throws SQLException {
    if (!"wal".equals(Sql.text(connection, "PRAGMA journal_mode = WAL"))) {
      throw new SQLException("the file system does not support SQLite's write-ahead log");
    }
  }

  /** Makes commits durable. */
  static void prepareToWrite(Connection connection) throws SQLException {
    Sql.execute(connection, "PRAGMA synchronous = FULL");
    // Views that a user added do not matter when a table is rebuilt.
    Sql.execute(connection, "PRAGMA legacy_alter_table = 1");
  }

  /**
   * Begins to write. JDBC's own transactions begin as soon as the last one has ended: they would
   * keep everybody else from writing all the time.
   */
  static void begin(Connection connection) throws SQLException {
    Sql.execute(connection, "BEGIN IMMEDIATE");
  }

  static void commit(Connection connection) throws SQLException {
    Sql.execute(connection, "COMMIT");
  }

  static void rollBack(Connection connection) throws SQLException {
    Sql.execute(connection, "ROLLBACK");
  }

  /** Copies what is in the log into the file, as far as no reader is in the way. */
  static void copyLog(Connection connection) throws SQLException {
    Sql.execute(connection, "PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** Moves what is in the log into the file, as far as no reader is in the way. */
  static void foldLog(Connection connection) throws SQLException {
    Sql.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** All of it as of one moment: another connection may be making the notebook. */
  static Header header(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(HEADER);
        ResultSet row = select.executeQuery()) {
      return row.next()
          ? new Header(row.getInt(1), row.getInt(2), row.getInt(3))
          : new Header(0, 0, 0);
    }
  }

  static void mark(Connection connection, int application, int version) throws SQLException {
    Sql.execute(connection, "PRAGMA application_id = " + application);
    Sql.execute(connection, "PRAGMA user_version = " + version);
  }
}
