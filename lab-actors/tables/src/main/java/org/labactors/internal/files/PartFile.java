package org.labactors.internal.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A file that is being written, beside the one that it is to become. It is always a new file, of a
 * name that cannot be guessed, and is readable by its owner only until it is complete.
 *
 * <p>Its writer holds a lock on it, which the system takes back when the writer ends, however that
 * comes about. So the next writer can tell what was left by one that was killed.
 */
public final class PartFile implements AutoCloseable {

  private static final String SUFFIX = ".part";

  /** Those of this JVM: to close a second channel of one would give up its lock. */
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path target;
  private final Path part;
  private final FileChannel channel;

  private PartFile(Path target, Path part, FileChannel channel) {
    this.target = target;
    this.part = part;
    this.channel = channel;
  }

  /**
   * A new one for a file, after deleting those that killed processes left of that file.
   *
   * @throws IOException if the folder is not there or cannot be written
   */
  public static PartFile of(Path target) throws IOException {
    Path folder = folderOf(target);
    Path part = Files.createTempFile(folder, beginning(target), SUFFIX);
    OPEN.add(part);
    part.toFile().deleteOnExit(); // Ctrl-C does not come by the end of a method
    FileChannel channel =
        FileChannel.open(part, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    PartFile file = new PartFile(target, part, channel);
    try {
      file.lock();
      file.deleteWhatIsLeft();
      return file;
    } catch (IOException | RuntimeException failure) {
      file.close();
      throw failure;
    }
  }

  /** By one name, whatever links lead there: it tells the files of this JVM from others. */
  private static Path folderOf(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(target + " is in no folder");
    }
    return folder.toRealPath();
  }

  private static String beginning(Path target) {
    return "." + target.getFileName() + ".";
  }

  /** Some file systems have no locks; there nothing that is left is deleted either. */
  private void lock() {
    try {
      @Nullable FileLock unused = channel.tryLock();
    } catch (IOException noLocks) {
      // It is written all the same.
    }
  }

  private void deleteWhatIsLeft() throws IOException {
    try (DirectoryStream<Path> others = Files.newDirectoryStream(folderOf(target), this::isOther)) {
      for (Path other : others) {
        deleteIfLeft(other);
      }
    }
  }

  /** Whether it is the part file of another writer of the same target. */
  private boolean isOther(Path file) {
    String name = String.valueOf(file.getFileName());
    String beginning = beginning(target);
    return name.startsWith(beginning)
        && name.endsWith(SUFFIX)
        && name.length() > beginning.length() + SUFFIX.length()
        && name.substring(beginning.length(), name.length() - SUFFIX.length()).matches("[0-9]+")
        && !OPEN.contains(file);
  }

  /** One that is no file, is another user's or cannot be opened stays. */
  private void deleteIfLeft(Path other) {
    try {
      if (Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(other, LinkOption.NOFOLLOW_LINKS)
              .equals(Files.getOwner(part, LinkOption.NOFOLLOW_LINKS))
          && isUnlocked(other)) {
        Files.deleteIfExists(other);
      }
    } catch (IOException | UnsupportedOperationException | OverlappingFileLockException stays) {
      // It is in nobody's way.
    }
  }

  private static boolean isUnlocked(Path other) throws IOException {
    try (FileChannel channel =
            FileChannel.open(other, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      return lock != null;
    }
  }

  /** Where its content goes. */
  public FileChannel channel() {
    return channel;
  }

  /** Gives it its name, in the place of what has that name; who may read it is as for any file. */
  public void complete() throws IOException {
    channel.force(true);
    PosixFileAttributeView view =
        Files.getFileAttributeView(part, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      view.setPermissions(usual());
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The permissions that a new file has, which Java does not tell otherwise. */
  private Set<PosixFilePermission> usual() throws IOException {
    Path empty = part.resolveSibling(part.getFileName() + ".new");
    Files.createFile(empty);
    try {
      return Files.getPosixFilePermissions(empty, LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.deleteIfExists(empty);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      OPEN.remove(part);
      delete();
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(part);
    } catch (IOException leftBehind) {
      // What went wrong before is what the user must know.
    }
  }
}
