package org.labactors.notebook.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;

/** The file of a notebook: what may stand in the way of reading and writing it, in clear words. */
final class NotebookFile {

  /** What is done with a connection. */
  interface Work<T extends @Nullable Object> {
    T with(Connection connection) throws SQLException;
  }

  private final Path given;
  private final Path real;

  private NotebookFile(Path given, Path real) {
    this.given = given;
    this.real = real;
  }

  /**
   * The file at a path, which need not exist yet; its folder must.
   *
   * @throws NotebookException if there is something else, or its permissions do not allow it
   */
  static NotebookFile at(Path given, boolean toWrite) {
    try {
      Path absolute = given.toAbsolutePath();
      Path folder = Objects.requireNonNullElse(absolute.getParent(), absolute);
      if (Files.isDirectory(absolute)) {
        throw NotebookException.refused(
            "the notebook '"
                + given
                + "' is a folder; name a file in it, such as '"
                + given.resolve("notebook.db")
                + "'");
      }
      if (!Files.isDirectory(folder)) {
        throw NotebookException.refused(
            "the notebook '"
                + given
                + "' cannot be created: there is no folder '"
                + folder
                + "'; create it, or choose another one");
      }
      boolean there = Files.exists(absolute);
      if (there && !Files.isRegularFile(absolute)) {
        throw NotebookException.refused(
            "the notebook '" + given + "' is not a regular file; choose another one");
      }
      if (there && !Files.isReadable(absolute)) {
        throw NotebookException.refused(
            "no permission to read the notebook '" + given + "'; change its permissions");
      }
      if (toWrite && there && !Files.isWritable(absolute)) {
        throw NotebookException.refused(
            "no permission to write the notebook '"
                + given
                + "'; change its permissions, or choose another one");
      }
      if (toWrite && !Files.isWritable(folder)) {
        throw NotebookException.refused(
            "no permission to write in the folder '"
                + folder
                + "' of the notebook '"
                + given
                + "'; change its permissions, or choose another one");
      }
      return new NotebookFile(
          given, there ? absolute.toRealPath() : folder.toRealPath().resolve(name(absolute)));
    } catch (IOException unreadable) {
      throw NotebookException.refused(
          "the notebook '" + given + "' cannot be found: " + unreadable.getMessage(), unreadable);
    }
  }

  private static Path name(Path absolute) {
    return Objects.requireNonNullElse(absolute.getFileName(), absolute);
  }

  Path real() {
    return real;
  }

  boolean exists() {
    return Files.exists(real);
  }

  /**
   * Reads, as {@link #read(Work)} does.
   *
   * @param ifEmpty what comes of it if there is no file, or an empty one
   */
  <T extends @Nullable Object> T read(Work<T> work, T ifEmpty) {
    if (!exists()) {
      return ifEmpty;
    }
    try (Connection connection = Sqlite.openToRead(real)) {
      if (!isNotebook(connection)) {
        return ifEmpty;
      }
      connection.setAutoCommit(false);
      return work.with(connection);
    } catch (SQLException failure) {
      throw failure(failure);
    }
  }

  /**
   * Refuses a file that is there and is no notebook.
   *
   * @throws NotebookException if it is not one, or cannot be read
   */
  void check() {
    read(connection -> true, true);
  }

  /** Tells this file from another one that is put in its place; null if the system does not say. */
  @Nullable Object identity() {
    try {
      return Files.readAttributes(real, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public String toString() {
    return given.toString();
  }

  /**
   * Reads with a connection of its own, everything as of one moment.
   *
   * @throws NotebookException if it cannot be read, or is no notebook
   */
  <T extends @Nullable Object> T read(Work<T> work) {
    try (Connection connection = reader()) {
      return work.with(connection);
    } catch (SQLException failure) {
      throw failure(failure);
    }
  }

  /** A connection that sees everything as of its first statement and cannot write. */
  Connection reader() throws SQLException {
    Connection connection = Sqlite.openToRead(real);
    return checked(
        connection,
        () -> {
          if (!isNotebook(connection)) {
            throw NotebookException.refused(
                "the notebook '" + given + "' is empty; nothing was ever recorded in it");
          }
          connection.setAutoCommit(false);
        });
  }

  /**
   * A connection that writes.
   *
   * @param create whether the file may be created
   */
  Connection writer(boolean create) throws SQLException {
    Connection connection = Sqlite.openToWrite(real, create);
    return checked(
        connection,
        () -> {
          boolean there = isNotebook(connection);
          Sqlite.prepareToWrite(connection);
          if (!there) {
            Schema.create(connection);
          }
        });
  }

  private interface Check {
    void run() throws SQLException;
  }

  /** The connection, closed again if it is refused. */
  private static Connection checked(Connection connection, Check check) throws SQLException {
    boolean ok = false;
    try {
      check.run();
      ok = true;
      return connection;
    } finally {
      if (!ok) {
        connection.close();
      }
    }
  }

  /** Whether it is a notebook; false if it is an empty file. */
  private boolean isNotebook(Connection connection) throws SQLException {
    Sqlite.Header header = Sqlite.header(connection);
    if (header.application() == Schema.APPLICATION) {
      if (header.version() > Schema.VERSION) {
        throw NotebookException.refused(
            "the notebook '"
                + given
                + "' was written by a newer version of this lab (its format is "
                + header.version()
                + ", this version knows "
                + Schema.VERSION
                + "); install the newer version");
      }
      if (header.version() < Schema.VERSION) {
        throw NotebookException.refused(
            "the notebook '"
                + given
                + "' was written by an older version of this lab (its format is "
                + header.version()
                + ", this version knows "
                + Schema.VERSION
                + "); use another file, or read it with any SQLite tool");
      }
      return true;
    }
    if (header.application() != 0 || header.version() != 0 || header.objects() > 0) {
      throw NotebookException.refused(
          "'" + given + "' is an SQLite file, but not a notebook of this lab; choose another file");
    }
    return false;
  }

  /** What to tell the user about a failure. */
  NotebookException failure(SQLException failure) {
    return Sqlite.explain(given, failure);
  }

  /** What to tell the user when the file is not where it was. */
  NotebookException moved() {
    return NotebookException.unavailable(
        "the notebook '"
            + given
            + "' has been moved, deleted or replaced while it was written; put it back, and"
            + " recording goes on",
        new IOException("another file, or none, at " + real));
  }
}
