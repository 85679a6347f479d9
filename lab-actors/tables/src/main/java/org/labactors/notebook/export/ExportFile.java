package org.labactors.notebook.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.labactors.internal.files.PartFile;
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
    check(file, replace);
    try (PartFile part = PartFile.of(file)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(part.channel()));
      long rows = content.writeTo(out);
      out.flush();
      refuseWhatIsThere(file, replace);
      part.complete();
      return rows;
    } catch (IOException failure) {
      throw failed(file, failure);
    }
  }

  /**
   * Checks that a file can be written, before the work is done that takes long.
   *
   * @param replace whether a file that is there is replaced
   * @throws NotebookException if there is such a file already and it is not to be replaced, if
   *     there is something of that name that is no file, or if there is no folder for it
   */
  public static void check(Path file, boolean replace) {
    refuseWhatIsThere(file, replace);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw NotebookException.refused(
          "the file '" + file + "' cannot be written: there is no folder '" + folder + "'");
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

  private static NotebookException failed(Path file, IOException failure) {
    return NotebookException.unavailable(
        "the file '" + file + "' cannot be written: " + failure.getMessage(), failure);
  }
}
