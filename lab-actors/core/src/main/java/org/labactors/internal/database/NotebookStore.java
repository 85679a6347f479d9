package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.EditRules;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Tags;

/** Reads and writes the notebook in a database, if that is what is there. */
public final class NotebookStore {

  /** What is done with a connection. */
  public interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  private final Database database;

  public NotebookStore(Database database) {
    this.database = database;
  }

  public Database database() {
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
  public void check() {
    read(connection -> true, true);
  }

  /**
   * Reads, as {@link #read(Work)} does.
   *
   * @param ifEmpty what comes of it if there is no notebook yet
   */
  public <T extends @Nullable Object> T read(Work<T> work, T ifEmpty) {
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
  public <T extends @Nullable Object> T read(Work<T> work) {
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
  public Connection reader() throws SQLException {
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
    int version = known(connection);
    if (version == 0) {
      return false;
    }
    database.pretend(connection, Schema.lacking(database, version));
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
      int version = known(connection);
      database.prepareToWrite(connection);
      if (version < Schema.VERSION) {
        database.begin(connection);
        bringUpToDate(connection, known(connection));
        database.commit(connection);
      }
      database.noteWriter(connection);
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  private void bringUpToDate(Connection connection, int version) throws SQLException {
    if (version == 0) {
      Schema.create(connection, database);
    } else if (version < Schema.VERSION) {
      Schema.upgrade(connection, database, version);
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
    if (version > 0 && !Schema.isKnown(version)) {
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

  /** Refuses to change a notebook that is finished. */
  public void requireOpen(Connection connection) throws SQLException {
    if (NotesTable.isFinished(connection, NotesTable.NOTEBOOK)) {
      throw EditRules.finished(database.toString());
    }
  }

  /** Refuses a tag that is too like another one, or that somebody else's table has. */
  public void requireFree(Connection connection, String tag, List<String> tags)
      throws SQLException {
    Tags.checkDistinct(tag, tags.stream());
    if (!tags.contains(tag) && database.isTaken(connection, tag)) {
      throw NotebookException.refused(
          "the notebook '"
              + database
              + "' has a table, view or index '"
              + tag
              + "' of another origin; use another tag");
    }
  }

  /** What to tell the user about a failure to read. */
  public NotebookException failure(SQLException failure) {
    return database.explain(failure, false);
  }

  /** What to tell the user about a failure to write. */
  NotebookException failureToWrite(SQLException failure) {
    return database.explain(failure, true);
  }
}
