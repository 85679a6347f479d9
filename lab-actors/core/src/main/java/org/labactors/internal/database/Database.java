package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ScannedRow;

/**
 * A place for a notebook in some SQL database: how to get at it, and all that differs from one
 * database to another. Its text is where it is, as the user wrote it.
 */
public interface Database {

  /** The right to write, until it is closed. */
  interface WriteRight extends AutoCloseable {
    @Override
    void close();
  }

  /** How values lie in cells. */
  Cells cells();

  /** How the tables of result sets are made and changed. */
  Tables tables();

  /** Writes rows into the table of a result set. */
  RowInserter inserter(WriteSession.Transaction transaction, ResultTable table, RowSource rows)
      throws SQLException;

  /** Whether there is anything that could be read. */
  boolean exists();

  /** How much room the notebook takes, in bytes. */
  long bytes() throws SQLException;

  /**
   * Which version of a notebook is there; 0 if there is room for a new one.
   *
   * @throws NotebookException if there is something else
   */
  int version(Connection connection) throws SQLException;

  /** Makes what is there a notebook of this version, in the transaction that is going on. */
  void mark(Connection connection, int version) throws SQLException;

  /** Whether something of another origin has a name that a table is to get. */
  boolean isTaken(Connection connection, String name) throws SQLException;

  /** A connection to read, to be given back by {@link #release}. */
  Connection connectToRead() throws SQLException;

  /** From here on the connection sees everything as of one moment, and cannot write. */
  void beginToRead(Connection connection) throws SQLException;

  /** Makes a reader take tables, given as SQL, that an older notebook lacks for empty ones. */
  void pretend(Connection connection, List<String> tables) throws SQLException;

  /** How many rows of a result set a reader should hold at once; 0 if it does not matter. */
  int rowsAtOnce(Connection connection, StoredResultSet resultSet) throws SQLException;

  /** Shows the rows of a scan to a visitor, one by one. */
  void scan(Connection connection, ColumnScan scan, Consumer<ScannedRow> visitor)
      throws SQLException;

  /** Takes back a connection of {@link #connectToRead}. */
  void release(Connection connection) throws SQLException;

  /**
   * Takes the right to write, unless a connection to write brings it.
   *
   * @throws NotebookException if another lab has it; the text names it
   */
  WriteRight claim();

  /**
   * A connection to write.
   *
   * @param again whether there was one before, so that the place must exist
   */
  Connection connectToWrite(boolean again) throws SQLException;

  /** Makes commits durable, once it is certain that the place is a notebook's. */
  void prepareToWrite(Connection connection) throws SQLException;

  /**
   * Notes in the notebook, which is there by now, that it is being written.
   *
   * @throws NotebookException if it is written by another, or was left by one, in a way that does
   *     not allow it
   */
  default void noteWriter(Connection connection) throws SQLException {}

  /** What somebody who writes here should know, in words. */
  default List<String> warnings() {
    return List.of();
  }

  /** Begins a transaction that writes. */
  void begin(Connection connection) throws SQLException;

  /**
   * Expects that each further step of this transaction takes but a moment: a database that falls
   * silent for much longer counts as away.
   */
  void beQuick(Connection connection) throws SQLException;

  /** Commits; what was written is on disk when it returns. */
  void commit(Connection connection) throws SQLException;

  /**
   * Undoes a transaction.
   *
   * @return whether the connection can be used further
   */
  boolean rollBack(Connection connection);

  /** Puts things in order at the end of writing. */
  void tidy(Connection connection) throws SQLException;

  /**
   * Refuses to write when the place is not the one where writing began.
   *
   * @throws NotebookException which is temporary
   */
  void requireInPlace();

  /**
   * What to tell the user about a failure, and whether it may pass.
   *
   * @param writing whether something was to be written
   */
  NotebookException explain(SQLException failure, boolean writing);

  /** Lets go of connections that are kept. */
  void close();
}
