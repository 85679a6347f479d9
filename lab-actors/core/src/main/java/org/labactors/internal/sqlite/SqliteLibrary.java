package org.labactors.internal.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.labactors.notebook.NotebookException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite itself, a native library in the driver's jar. Before it is loaded it is unpacked into the
 * folder for temporary files, which must have room for it and must hold programs.
 */
final class SqliteLibrary {

  /** More than the library has. */
  private static final int BYTES = 4 * 1024 * 1024;

  private static final Optional<String> REFUSAL = refusal();

  private SqliteLibrary() {}

  /**
   * Loads it, once for each process.
   *
   * @throws NotebookException if it cannot be loaded; the text names the folder, why, and the way
   *     out
   */
  static void load() {
    REFUSAL.ifPresent(
        text -> {
          throw NotebookException.refused(text);
        });
  }

  private static Optional<String> refusal() {
    try {
      if (SQLiteJDBCLoader.initialize()) {
        return Optional.empty();
      }
      return Optional.of(text("it is not for this system"));
    } catch (Exception | LinkageError failure) {
      return Optional.of(text(failure.toString()));
    }
  }

  private static String text(String failure) {
    Path folder =
        Path.of(System.getProperty("org.sqlite.tmpdir", System.getProperty("java.io.tmpdir")));
    return "a notebook in a file needs SQLite, which is unpacked into the folder for temporary files, "
        + folder
        + ", and cannot be loaded from there: "
        + trouble(folder).orElse(failure)
        + "\nName another folder by -Djava.io.tmpdir=FOLDER, for ./lab by"
        + " LAB_JAVA_OPTS=-Djava.io.tmpdir=FOLDER.";
  }

  /** Why a native library cannot be unpacked into a folder and loaded; empty if it can. */
  static Optional<String> trouble(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Optional.of("there is no such folder");
    }
    try {
      Path file = Files.createTempFile(folder, "lab-", ".tmp");
      try {
        Files.write(file, new byte[BYTES]);
        return file.toFile().setExecutable(true) && Files.isExecutable(file)
            ? Optional.empty()
            : Optional.of("no program may be executed there (it is mounted with noexec)");
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (AccessDeniedException denied) {
      return Optional.of("it cannot be written for lack of permission");
    } catch (FileSystemException failure) {
      return Optional.of("it cannot be written: " + failure.getReason());
    } catch (IOException failure) {
      return Optional.of("it cannot be written: " + failure.getMessage());
    }
  }
}
