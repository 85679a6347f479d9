package org.labactors.internal.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;

/** The file of a notebook: what may stand in the way of opening it, in clear words. */
final class NotebookFile {

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
      Path real = there ? absolute.toRealPath() : folder.toRealPath().resolve(name(absolute));
      if (toWrite && there && MountedFiles.isMountedAlone(real)) {
        throw NotebookException.refused(
            "the notebook '"
                + given
                + "' is a file that is mounted by itself, and its journal would be in another"
                + " folder here than where the file comes from; mount its folder instead");
      }
      return new NotebookFile(given, real);
    } catch (IOException unreadable) {
      throw NotebookException.refused(
          "the notebook '" + given + "' cannot be found: " + unreadable.getMessage(), unreadable);
    }
  }

  private static Path name(Path absolute) {
    return Objects.requireNonNullElse(absolute.getFileName(), absolute);
  }

  /** As the user wrote it. */
  Path given() {
    return given;
  }

  Path real() {
    return real;
  }

  Path folder() {
    return Objects.requireNonNullElse(real.getParent(), real);
  }

  boolean exists() {
    return Files.exists(real);
  }

  /** The size of the file and its journal; 0 if it is not there. */
  long bytes() throws IOException {
    Path journal = journal();
    return (exists() ? Files.size(real) : 0) + (Files.exists(journal) ? Files.size(journal) : 0);
  }

  /** Where SQLite keeps what is not in the file yet. */
  Path journal() {
    return real.resolveSibling(real.getFileName() + "-wal");
  }

  /** How many names the file has, which are hard links; 1 where the system cannot tell. */
  int links() {
    try {
      return exists() && Files.getAttribute(real, "unix:nlink") instanceof Integer links
          ? links
          : 1;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return 1;
    }
  }

  /**
   * The folder and the name in it. It is the same for everybody on this machine, wherever they have
   * mounted the folder.
   */
  String entry() {
    return entry(real);
  }

  /** The entry of a file, whose folder has no symbolic links above it. */
  static String entry(Path real) {
    Path folder = Objects.requireNonNullElse(real.getParent(), real);
    Object key = key(folder);
    return (key == null ? folder : key) + "/" + name(real);
  }

  /** Whether this is the file at another path, too. */
  boolean isAlso(Path other) {
    try {
      return Files.isSameFile(real, other);
    } catch (IOException gone) {
      return false;
    }
  }

  /** Tells this file from another one that is put in its place; null if the system does not say. */
  @Nullable Object identity() {
    return key(real);
  }

  private static @Nullable Object key(Path path) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return null;
    }
  }

  @Override
  public String toString() {
    return given.toString();
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
