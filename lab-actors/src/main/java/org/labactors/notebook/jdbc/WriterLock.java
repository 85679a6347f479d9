package org.labactors.notebook.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Provenance;

/**
 * The right to write a notebook: a lock of the operating system on a file beside it, so it ends
 * with the process however that ends. The file says who holds it.
 *
 * <p>The holder deletes the file when it lets go. Between opening the file and locking it, it may
 * thus be deleted and created anew by others; so who has locked it writes a mark into it and looks
 * whether the file of that name has the mark. A process loses its lock on a file as soon as it
 * closes <em>any</em> channel to it; hence the register of what this process holds, and the second
 * channel that stays open.
 */
final class WriterLock implements Database.WriteRight {

  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final int LONGEST_TEXT = 1_000;

  private final Path file;
  private final FileChannel channel;
  private final FileChannel witness;

  private WriterLock(Path file, FileChannel channel, FileChannel witness) {
    this.file = file;
    this.channel = channel;
    this.witness = witness;
  }

  /**
   * Takes the right to write.
   *
   * @param notebook the file, without symbolic links
   * @throws NotebookException if another lab has it; the text names the process
   */
  static WriterLock acquire(Path notebook) {
    Path file = notebook.resolveSibling(notebook.getFileName() + ".lock");
    if (!HELD_HERE.add(file)) {
      throw refusal(notebook, "another lab in this program");
    }
    WriterLock lock = null;
    try {
      while (lock == null) {
        lock = attempt(notebook, file);
      }
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
        HELD_HERE.remove(file);
      }
    }
  }

  private static @Nullable WriterLock attempt(Path notebook, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileChannel witness = null;
    boolean held = false;
    try {
      // A byte far behind the text, since locked bytes cannot be read on some systems.
      FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
      String holder = read(channel);
      if (lock == null) {
        throw refusal(
            notebook,
            holder.isEmpty() ? "another process" : holder.lines().findFirst().orElseThrow());
      }
      String mark =
          "process %d on %s%n%s%n"
              .formatted(ProcessHandle.current().pid(), Provenance.hostName(), UUID.randomUUID());
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(mark.getBytes(UTF_8)), 0);
      witness = FileChannel.open(file, StandardOpenOption.READ);
      held = read(witness).equals(mark);
      return held ? new WriterLock(file, channel, witness) : null;
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

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(LONGEST_TEXT);
    int read;
    do {
      read = channel.read(text, text.position());
    } while (read > 0 && text.hasRemaining());
    return UTF_8.decode(text.flip()).toString();
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
      HELD_HERE.remove(file);
    }
  }
}
