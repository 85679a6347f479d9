package org.labactors.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Sql;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.NotebookException;

/**
 * A note in the file of a notebook: under which name it is being written. SQLite's journal has the
 * name of the file, so whoever opens a file that was left in the middle under another of its names
 * would miss what is in the journal, and damage the file. The note is there from the first write
 * until the journal is empty.
 *
 * @param entry the folder and the name in it, as {@link NotebookFile#entry} has it
 * @param path the same for people
 */
record WriterNote(String entry, String path) {

  private static final String NAME = "writer";

  static WriterNote of(NotebookFile file) {
    return new WriterNote(file.entry(), file.real().toString());
  }

  /** The note in a notebook; empty if it was left in good order. */
  static Optional<WriterNote> read(Connection connection) throws SQLException {
    String text = Sql.text(connection, "SELECT value FROM _notebook WHERE name = ?", NAME);
    return text != null
            && ValueJson.read(text, JsonDialect.NOTEBOOK) instanceof Map<?, ?> map
            && map.get("entry") instanceof String entry
            && map.get("path") instanceof String path
        ? Optional.of(new WriterNote(entry, path))
        : Optional.empty();
  }

  /** The note in a file, without its journal and without any trace of looking. */
  static Optional<WriterNote> peek(NotebookFile file) {
    try (Connection connection = Sqlite.openUnchanging(file.real())) {
      return Sqlite.header(connection).application() == SqliteDatabase.APPLICATION
          ? read(connection)
          : Optional.empty();
    } catch (SQLException changesMeanwhile) {
      return Optional.empty();
    }
  }

  void put(Connection connection) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO _notebook VALUES (?, ?)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value""",
        NAME,
        ValueJson.write(Map.of("entry", entry, "path", path), JsonDialect.NOTEBOOK));
  }

  static void remove(Connection connection) throws SQLException {
    Sql.update(connection, "DELETE FROM _notebook WHERE name = ?", NAME);
  }

  /** Where the file is, if that is another name of this one, which has several. */
  Optional<Path> otherNameOf(NotebookFile file) {
    Path other = place();
    return !entry.equals(file.entry()) && other != null && file.isAlso(other)
        ? Optional.of(other)
        : Optional.empty();
  }

  private @Nullable Path place() {
    try {
      return Path.of(path);
    } catch (InvalidPathException ofAnotherSystem) {
      return null;
    }
  }

  /**
   * Refuses to write a file under another name than that of its journal.
   *
   * @throws NotebookException if it was left in the middle; the text says what to do
   */
  void requireComplete(NotebookFile file) {
    Path there = place();
    if (entry.equals(file.entry()) || there == null) {
      return;
    }
    if (file.links() > 1) {
      throw leftAs(file, there);
    }
    Path journal = there.resolveSibling(there.getFileName() + "-wal");
    if (!Files.exists(there) && isFilled(journal)) {
      throw NotebookException.refused(
          "the notebook '"
              + file
              + "' was moved from '"
              + there
              + "' while it was written, without its journal; move that too: mv '"
              + journal
              + "' '"
              + file.journal()
              + "'");
    }
  }

  /** The refusal of a file with several names that was left in the middle under another one. */
  static NotebookException leftAs(NotebookFile file, Path other) {
    return NotebookException.refused(
        "the notebook '"
            + file
            + "' has another name (a hard link), and was left in the middle of writing as '"
            + other
            + "'; use that name, which completes it");
  }

  private static boolean isFilled(Path file) {
    try {
      return Files.size(file) > 0;
    } catch (IOException none) {
      return false;
    }
  }
}
