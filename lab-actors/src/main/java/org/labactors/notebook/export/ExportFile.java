package org.labactors.notebook.export;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.labactors.notebook.NotebookException;

/** A file that is there as a whole or not at all. */
public final class ExportFile {

  /** What goes into the file. */
  public interface Content {
    /**
     * Writes it.
     *
     * @return how many rows it has
     */
    long writeTo(OutputStream out) throws IOException;
  }

  private ExportFile() {}

  /**
   * Writes a file under another name beside it, and gives it its own when it is complete.
   *
   * @param replace whether a file that is there is replaced
   * @return how many rows it has
   * @throws NotebookException if there is such a file already and it is not to be replaced, if
   *     there is something of that name that is no file, or if it cannot be written
   */
  public static long write(Path file, boolean replace, Content content) {
    refuseWhatIsThere(file, replace);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw NotebookException.refused(
          "the file '" + file + "' cannot be written: there is no folder '" + folder + "'");
    }
    Path part =
        folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    part.toFile().deleteOnExit(); // Ctrl-C does not come by the end of this method
    try {
      long rows;
      try (FileOutputStream raw = new FileOutputStream(part.toFile());
          OutputStream out = new BufferedOutputStream(raw)) {
        rows = content.writeTo(out);
        out.flush();
        raw.getFD().sync();
      }
      refuseWhatIsThere(file, replace);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return rows;
    } catch (IOException failure) {
      throw failed(file, failure);
    } finally {
      delete(part);
    }
  }

  private static void refuseWhatIsThere(Path file, boolean replace) {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.isRegularFile(file)) {
      throw NotebookException.refused(
          "'" + file + "' is there and is no file; name another one to write to");
    }
    if (!replace) {
      throw NotebookException.refused(
          "the file '" + file + "' is there already; name another one, or replace it with --force");
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException leftBehind) {
      // What went wrong before is what the user must know.
    }
  }

  private static NotebookException failed(Path file, IOException failure) {
    return NotebookException.unavailable(
        "the file '" + file + "' cannot be written: " + failure.getMessage(), failure);
  }
}
