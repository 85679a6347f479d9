package org.labactors.internal.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder that is being filled, in a hidden folder beside the place where it is to be. The hidden
 * one is readable by its owner only, and its writer holds a lock in it; so the next writer can tell
 * what was left by one that was killed.
 */
public final class PartFolder implements AutoCloseable {

  private static final String LOCK = "lock";

  /** Those of this JVM: to close a second channel of a lock would give it up. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path target;
  private final Path hidden;
  private final Path content;
  private final FileChannel lock;
  private final Thread atExit;

  private PartFolder(Path target, Path hidden, FileChannel lock) throws IOException {
    this.target = target;
    this.hidden = hidden;
    this.content = Files.createDirectory(hidden.resolve("content"));
    this.lock = lock;
    this.atExit = new Thread(() -> delete(hidden), "delete " + hidden);
  }

  /**
   * A new one for a folder or file, after deleting those that killed processes left of it.
   *
   * @throws IOException if the folder that it is to be in is not there or cannot be written
   */
  public static PartFolder of(Path target) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(target + " is in no folder");
    }
    String beginning = "." + target.getFileName() + ".part-";
    deleteWhatIsLeft(parent.toRealPath(), beginning);
    Path hidden = Files.createTempDirectory(parent.toRealPath(), beginning);
    OPEN.add(hidden);
    FileChannel channel =
        FileChannel.open(
            hidden.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    PartFolder folder = new PartFolder(target, hidden, channel);
    folder.lock();
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  /** Some file systems have no locks; there nothing that is left is deleted either. */
  private void lock() {
    try {
      @Nullable FileLock unused = lock.tryLock();
    } catch (IOException noLocks) {
      // It is written all the same.
    }
  }

  private static void deleteWhatIsLeft(Path parent, String beginning) throws IOException {
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(
            parent,
            each -> {
              String name = String.valueOf(each.getFileName());
              return name.startsWith(beginning)
                  && name.substring(beginning.length()).matches("[0-9]+");
            })) {
      for (Path other : others) {
        if (!OPEN.contains(other) && isLeft(other)) {
          delete(other);
        }
      }
    }
  }

  /** Whether nobody is at work in it; what cannot be told, or is another user's, stays. */
  private static boolean isLeft(Path other) {
    Path lock = other.resolve(LOCK);
    if (!Files.isDirectory(other, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock held = channel.tryLock()) {
      return held != null;
    } catch (IOException | OverlappingFileLockException stays) {
      return false;
    }
  }

  /** The folder to fill. */
  public Path content() {
    return content;
  }

  /** A place for a file that is not part of the content; it is deleted in the end. */
  public Path scratch(String name) {
    return hidden.resolve(name);
  }

  /**
   * Gives the filled folder its name.
   *
   * @throws IOException if there is something of that name by now, or it cannot be written
   */
  public void complete() throws IOException {
    try (Stream<Path> all = Files.walk(content)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
    Files.move(content, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      OPEN.remove(hidden);
      delete(hidden);
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException exiting) {
        // It has run, or is about to.
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException | UncheckedIOException leftBehind) {
      // What went wrong before is what the user must know.
    }
  }
}
