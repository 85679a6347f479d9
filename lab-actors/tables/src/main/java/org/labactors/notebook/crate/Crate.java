package org.labactors.notebook.crate;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.labactors.internal.files.PartFolder;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.export.ExportFile;

/**
 * A result set as an RO-Crate 1.2 by the rules of Workflow Run Crate 0.5: the rows, the study as
 * JSON and as a run file, who ran it when, where and with which code, and how to run it again. It
 * is a folder, or a ZIP file. The same results make the same bytes; those of a ZIP file depend on
 * the time zone, too.
 */
public final class Crate {

  private static final String ZIP = ".zip";

  private Crate() {}

  /**
   * Writes a crate beside its place, and moves it there when it is complete. Few rows are in memory
   * at a time; they are read twice, and once more for Parquet.
   *
   * @param target a folder that is not there yet, or a file whose name ends with {@code .zip}
   * @param replace whether a ZIP file that is there is replaced
   * @return how many rows it has
   * @throws NotebookException if there is something of that name that is not to be replaced, a jar
   *     is not one that a run has used, or the crate cannot be written
   */
  public static long write(
      ResultSet resultSet, CrateOptions options, Path target, boolean replace) {
    boolean zip = isZip(target);
    CrateContent content = new CrateContent(resultSet, options);
    if (zip) {
      ExportFile.check(target, replace);
    } else {
      check(target);
    }
    try (PartFolder part = PartFolder.of(target)) {
      long rows = content.writeTo(part.content());
      if (zip) {
        Path file = part.scratch("content" + ZIP);
        pack(part.content(), file);
        return ExportFile.write(
            target,
            replace,
            out -> {
              Files.copy(file, out);
              return rows;
            });
      }
      check(target);
      part.complete();
      return rows;
    } catch (IOException failure) {
      throw NotebookException.unavailable(
          "the crate '" + target + "' cannot be written: " + failure.getMessage(), failure);
    }
  }

  /** Whether a crate of this name is a ZIP file. */
  private static boolean isZip(Path target) {
    return String.valueOf(target.getFileName()).toLowerCase(Locale.ROOT).endsWith(ZIP);
  }

  private static void check(Path target) {
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw NotebookException.refused(
          "'"
              + target
              + "' is there already; name another folder for the crate, or delete this one."
              + " --force replaces files only");
    }
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw NotebookException.refused(
          "the crate '" + target + "' cannot be written: there is no folder '" + parent + "'");
    }
  }

  /** Packs a folder; who may run a file is kept, when it was written is not. */
  private static void pack(Path folder, Path file) throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(
                file,
                Map.of("create", true, "useTempFile", true, "enablePosixFileAttributes", true));
        Stream<Path> all = Files.walk(folder)) {
      FileTime noTime =
          FileTime.from(
              LocalDateTime.of(1980, 1, 1, 0, 0).atZone(ZoneId.systemDefault()).toInstant());
      for (Path each :
          (Iterable<Path>) all.sorted().filter(path -> !path.equals(folder))::iterator) {
        Path packed = zip.getPath("/" + folder.relativize(each));
        if (Files.isDirectory(each)) {
          Files.createDirectory(packed);
        } else {
          Files.copy(each, packed);
          Files.setPosixFilePermissions(packed, Files.getPosixFilePermissions(each));
        }
        Files.setLastModifiedTime(packed, noTime);
      }
    }
  }
}
