package org.labactors.internal.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Database;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;

/**
 * The right to write a notebook under its name: a lock of the operating system on a file beside it,
 * so it ends with the process however that ends. The file says who holds it. The lock belongs to
 * the folder's entry, wherever the folder is mounted; what other names the file has is for {@link
 * WriterNote}.
 *
 * <p>The holder deletes the file when it lets go. Between opening the file and locking it, it may
 * thus be deleted and created anew by others; so who has locked it writes a mark into it and looks
 * whether the file of that name has the mark. A process loses its lock on a file as soon as it
 * closes <em>any</em> channel to it; hence the register of what this process holds, and the second
 * channel that stays open.
 */
final class WriterLock implements Database.WriteRight {

  /** What this process holds: by the entry in a folder, and the file itself by its identity. */
  private static final Map<Object, Path> HELD_HERE = new ConcurrentHashMap<>();

  /** A byte far behind the text, since locked bytes cannot be read on some systems. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  private static final int LONGEST_TEXT = 1_000;

  private final String entry;
  private final Path file;
  private final FileChannel channel;
  private final FileChannel witness;
  private @Nullable Object identity;

  private WriterLock(String entry, Path file, FileChannel channel, FileChannel witness) {
    this.entry = entry;
    this.file = file;
    this.channel = channel;
    this.witness = witness;
  }

  /**
   * Takes the right to write. The notebook's file, if it was not there, is there afterwards.
   *
   * @throws NotebookException if another lab has it; the text names the process
   */
  static synchronized WriterLock acquire(NotebookFile notebook) {
    Path file = lockOf(notebook.real());
    String entry = notebook.entry();
    if (HELD_HERE.putIfAbsent(entry, notebook.real()) != null) {
      throw refusal(notebook.real(), "another lab in this program");
    }
    WriterLock lock = null;
    boolean ok = false;
    try {
      while (lock == null) {
        lock = attempt(notebook.real(), entry, file);
      }
      lock.register(notebook);
      ok = true;
      return lock;
    } catch (AccessDeniedException denied) {
      throw NotebookException.refused(
          "no permission to create '"
              + file
              + "', which a lab needs while it writes the notebook;"
              + " change the permissions of the folder, or choose another one",
          denied);
    } catch (FileSystemException impossible) {
      throw NotebookException.refused(
          "cannot create '"
              + impossible.getMessage()
              + "', which a lab needs while it writes the"
              + " notebook; choose another folder",
          impossible);
    } catch (IOException impossible) {
      throw NotebookException.refused(
          "cannot lock '"
              + file
              + "': "
              + impossible.getMessage()
              + "; a notebook must lie on a disk of this machine",
          impossible);
    } finally {
      if (lock == null) {
        HELD_HERE.remove(entry);
      } else if (!ok) {
        lock.close();
      }
    }
  }

  private static Path lockOf(Path notebook) {
    return notebook.resolveSibling(notebook.getFileName() + ".lock");
  }

  /** Makes the file, and its other names, known as being written here. */
  private void register(NotebookFile notebook) throws IOException {
    try {
      Files.createFile(notebook.real());
    } catch (FileAlreadyExistsException asARule) {
      // It was there.
    }
    Object key = notebook.identity();
    if (key != null && HELD_HERE.putIfAbsent(key, notebook.real()) != null) {
      throw refusal(notebook.real(), "another lab in this program");
    }
    identity = key;
  }

  private static @Nullable WriterLock attempt(Path notebook, String entry, Path file)
      throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel witness = null;
    boolean held = false;
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw refusal(notebook, holder(channel));
      }
      String mark =
          "process %d on %s%n%s%n"
              .formatted(ProcessHandle.current().pid(), Provenance.hostName(), UUID.randomUUID());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(mark.getBytes(UTF_8)), 0);
      witness = FileChannel.open(file, StandardOpenOption.READ);
      held = read(witness).equals(mark);
      return held ? new WriterLock(entry, file, channel, witness) : null;
    } catch (NoSuchFileException deletedMeanwhile) {
      return null;
    } finally {
      if (!held) {
        channel.close();
        if (witness != null) {
          witness.close();
        }
      }
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    String text = read(channel);
    return text.isEmpty() ? "another process" : text.lines().findFirst().orElseThrow();
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_TEXT);
    int read;
    do {
      read = channel.read(text, text.position());
    } while (read > 0 && text.hasRemaining());
    return UTF_8.decode(text.flip()).toString();
  }

  /** The name under which this process writes a file, if that is another one. */
  static Optional<Path> otherNameHere(NotebookFile notebook) {
    Object key = notebook.identity();
    return Optional.ofNullable(key == null ? null : HELD_HERE.get(key))
        .filter(name -> !name.equals(notebook.real()));
  }

  /** Who writes a notebook under a name; empty if nobody does, or it cannot be found out. */
  static synchronized Optional<String> writerOf(Path notebook) {
    if (HELD_HERE.containsKey(NotebookFile.entry(notebook))) {
      return Optional.of("another lab in this program");
    }
    try (FileChannel channel =
        FileChannel.open(lockOf(notebook), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.tryLock(LOCKED_BYTE, 1, false) == null
          ? Optional.of(holder(channel))
          : Optional.empty();
    } catch (IOException | OverlappingFileLockException notHeld) {
      return Optional.empty();
    }
  }

  private static NotebookException refusal(Path notebook, String holder) {
    return NotebookException.occupied(
        "the notebook '"
            + notebook
            + "' is being written by "
            + holder
            + "; wait until it is done, or use another notebook (reading is possible meanwhile)");
  }

  @Override
  public void close() {
    try (channel;
        witness) {
      Files.deleteIfExists(file);
    } catch (IOException harmless) {
      // The lock is gone with the channels; a file left over is taken over by the next one.
    } finally {
      if (identity != null) {
        HELD_HERE.remove(identity);
      }
      HELD_HERE.remove(entry);
    }
  }
}
