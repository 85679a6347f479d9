package org.labactors.internal.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A pipe with a name, through which one program after the other writes. A thread of its own reads
 * it; what one program writes ends when nobody has the pipe open for writing any more.
 *
 * <p>The pipe is not opened for the next program before it has been closed for the last one: that
 * one's end would not be seen. So {@link #expect} is called after the end, and before the next
 * program is asked for.
 */
public final class NamedPipe {

  private static final int MOST_LOOKS = 100;
  private static final long LOOK_MILLIS = 5;

  private final Path place;
  private final Thread reader;
  private volatile @Nullable Written next;
  private volatile boolean reading;
  private volatile boolean over;

  /** A pipe that is there already. */
  public NamedPipe(Path place, String name) {
    this.place = place;
    this.reader = new Thread(this::read, name);
    reader.setDaemon(true);
    reader.start();
  }

  /** Says where the output of the next program belongs. */
  public void expect(Written written) {
    next = written;
  }

  private void read() {
    boolean open = true;
    while (open) {
      Written written = null;
      try (InputStream stream = new FileInputStream(place.toFile())) { // waits for a writer
        reading = true;
        written = next;
        if (!over && written != null) {
          written.readFrom(stream);
        }
      } catch (IOException removed) {
        over = true;
      }
      reading = false;
      open = !over && written != null && !written.isTooMuch();
      if (written != null) {
        written.ended();
      }
    }
  }

  /** Reads no more. It waits for the thread, but not if somebody still holds the pipe open. */
  public void close() {
    over = true;
    boolean interrupted = Thread.interrupted();
    try {
      for (int looks = 0; looks < MOST_LOOKS && reader.isAlive(); looks++) {
        if (!reading) {
          new RandomAccessFile(place.toFile(), "rw").close(); // it waits for a writer
        }
        reader.join(LOOK_MILLIS);
      }
    } catch (IOException removed) {
      // Then it waits for nothing.
    } catch (InterruptedException atOnce) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
