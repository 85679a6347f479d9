package org.labactors.internal.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder with parts, each in a file named by its digest. Several processes may use it at the same
 * time: a file appears whole or not at all, and what is in it is checked whenever it is looked for.
 */
public final class PartCache {

  private static final Pattern PART = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern TEMPORARY = Pattern.compile("part-\\d+\\.tmp");

  /** A temporary file that has not been written for so long is of a process that was killed. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;

  private PartCache(Path folder) {
    this.folder = folder;
  }

  /** The parts in a folder, which is created when the first one comes. */
  public static PartCache in(Path folder) {
    return new PartCache(folder);
  }

  /**
   * The file of a part, if it is there. A damaged one is deleted.
   *
   * @throws BundleException if the folder cannot be used
   */
  public Optional<Path> find(Part part) {
    Path file = folder.resolve(part.digest());
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      if (!holds(file, part)) {
        Files.deleteIfExists(file);
        return Optional.empty();
      }
      markUsed(file);
      return Optional.of(file);
    } catch (NoSuchFileException deletedMeanwhile) {
      return Optional.empty();
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  /** The file of a part is not to be forgotten soon. */
  public void markUsed(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException gone) {
      // Whoever needs it will find that out.
    }
  }

  private static boolean holds(Path file, Part part) throws IOException {
    return Files.size(file) == part.size() && CodeJar.of(file).digest().equals(part.digest());
  }

  /**
   * An empty file to write a part to; {@link #keep} takes it.
   *
   * @throws BundleException if there can be none
   */
  public Path temporary() {
    try {
      createFolder();
      return Files.createTempFile(folder, "part-", ".tmp");
    } catch (IOException failure) {
      throw unusable(failure);
    }
  }

  private void createFolder() throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      // What is in it is run: nobody else may write it.
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (UnsupportedOperationException noPosix) {
      Files.createDirectories(folder);
    } catch (FileAlreadyExistsException raced) {
      if (!Files.isDirectory(folder)) {
        throw raced;
      }
    }
  }

  /**
   * Takes a file for a part, if it is that part; the file is gone afterwards in any case.
   *
   * @return the part's file; empty if something else is in it
   * @throws BundleException if the folder cannot be used
   */
  public Optional<Path> keep(Path temporary, Part part) {
    try {
      return holds(temporary, part) ? Optional.of(move(temporary, part)) : Optional.empty();
    } catch (IOException failure) {
      throw unusable(failure);
    } finally {
      discard(temporary);
    }
  }

  /** Deletes a temporary file. */
  public void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException left) {
      // It is deleted with what has not been used for long.
    }
  }

  /**
   * Takes a copy of a file, unless it is there.
   *
   * @param name what it is called in texts
   * @throws BundleException if the file cannot be read, or the folder not be used
   */
  public Part add(String name, Path file) {
    Path copy = temporary();
    try {
      Part part = new Part(name, CodeJar.of(file).digest(), Files.size(file));
      if (find(part).isPresent()) {
        discard(copy);
        return part;
      }
      Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      discard(copy);
      throw new BundleException(file + " cannot be read: " + failure, failure);
    }
    return take(name, copy);
  }

  /**
   * Takes a temporary file as it is.
   *
   * @param name what it is called in texts
   * @throws BundleException if the folder cannot be used
   */
  Part take(String name, Path temporary) {
    try {
      Part part = new Part(name, CodeJar.of(temporary).digest(), Files.size(temporary));
      move(temporary, part);
      return part;
    } catch (IOException failure) {
      throw unusable(failure);
    } finally {
      discard(temporary);
    }
  }

  private Path move(Path temporary, Part part) throws IOException {
    Path file = folder.resolve(part.digest());
    try {
      return Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException oneFolder) {
      return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Where a part is that has been added or kept. */
  public Path fileOf(Part part) {
    return folder.resolve(part.digest());
  }

  /** Deletes the parts that have not been used for so long, and what killed processes left. */
  public void forgetUnused(Duration unused, Instant now) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        if (PART.matcher(name).matches()) {
          deleteIfOlder(file, now.minus(unused));
        } else if (TEMPORARY.matcher(name).matches()) {
          deleteIfOlder(file, now.minus(ABANDONED));
        }
      }
    } catch (IOException | UncheckedIOException nothingToTidy) {
      // There is no such folder yet, or it cannot be read.
    }
  }

  private static void deleteIfOlder(Path file, Instant limit) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException deletedMeanwhile) {
      // Somebody else is tidying up.
    }
  }

  private BundleException unusable(IOException failure) {
    return new BundleException(
        "lab.code.cache = "
            + folder
            + ": the folder cannot be used: "
            + failure
            + "\nName a folder that this user may write, with room for the jars.",
        failure);
  }
}
