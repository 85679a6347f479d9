package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;

/** Reads and writes the notebook in a database, if that is what is there. */
final class NotebookStore {

  /** What is done with a connection. */
  interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  private final Database database;

  NotebookStore(Database database) {
    this.database = database;
  }

  Database database() {
    return database;
  }

  @Override
  public String toString() {
    return database.toString();
  }

  /**
   * Refuses what is there and is no notebook.
   *
   * @throws NotebookException if it is not one, or cannot be read
   */
  void check() {
    read(connection -> true, true);
  }

  /**
   * Reads, as {@link #read(Work)} does.
   *
   * @param ifEmpty what comes of it if there is no notebook yet
   */
  <T extends @Nullable Object> T read(Work<T> work, T ifEmpty) {
    if (!database.exists()) {
      return ifEmpty;
    }
    try {
      Connection connection = database.connectToRead();
      try {
        if (!prepare(connection)) {
          return ifEmpty;
        }
        return work.with(connection);
      } finally {
        database.release(connection);
      }
    } catch (SQLException failure) {
      throw failure(failure);
    }
  }

  /**
   * Reads with a connection of its own, everything as of one moment.
   *
   * @throws NotebookException if it cannot be read, or is no notebook
   */
  <T extends @Nullable Object> T read(Work<T> work) {
    try {
      Connection connection = reader();
      try {
        return work.with(connection);
      } finally {
        database.release(connection);
      }
    } catch (SQLException failure) {
      throw failure(failure);
    }
  }

  /**
   * A connection that sees everything as of its first statement and cannot write. It must be given
   * back to the database.
   */
  Connection reader() throws SQLException {
    Connection connection = database.connectToRead();
    boolean ok = false;
    try {
      if (!prepare(connection)) {
        throw NotebookException.refused(
            "the notebook '" + database + "' is empty; nothing was ever recorded in it");
      }
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        database.release(connection);
      }
    }
  }

  private boolean prepare(Connection connection) throws SQLException {
    if (known(connection) == 0) {
      return false;
    }
    database.beginToRead(connection);
    return true;
  }

  /**
   * A connection that writes.
   *
   * @param again whether there was one before
   */
  Connection writer(boolean again) throws SQLException {
    Connection connection = database.connectToWrite(again);
    boolean ok = false;
    try {
      boolean there = known(connection) > 0;
      database.prepareToWrite(connection);
      if (!there) {
        database.begin(connection);
        Schema.create(connection, database);
        database.commit(connection);
      }
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  /** The version of the notebook, 0 if there is none yet; refuses versions that are not known. */
  private int known(Connection connection) throws SQLException {
    int version = database.version(connection);
    if (version > Schema.VERSION) {
      throw NotebookException.refused(
          "the notebook '"
              + database
              + "' was written by a newer version of this lab (its format is "
              + version
              + ", this version knows "
              + Schema.VERSION
              + "); install the newer version");
    }
    if (version > 0 && version < Schema.VERSION) {
      throw NotebookException.refused(
          "the notebook '"
              + database
              + "' was written by an older version of this lab (its format is "
              + version
              + ", this version knows "
              + Schema.VERSION
              + "); use another file, or read it with any SQLite tool");
    }
    return version;
  }

  /** What to tell the user about a failure. */
  NotebookException failure(SQLException failure) {
    return database.explain(failure);
  }
}
