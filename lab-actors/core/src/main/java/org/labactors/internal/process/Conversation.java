package org.labactors.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lines to and from a program. One thread writes and one reads, so that whoever asks never waits
 * for the pipes: both sides may have much to say at the same time, and a wait for a pipe cannot be
 * interrupted.
 */
public final class Conversation {

  private static final int CHUNK = 64 * 1024;

  /** More lines that nobody has asked for are a flood. */
  private static final int MOST_LINES = 10_000;

  /** While many answers are awaited, they are read in lots: each look costs a change of threads. */
  private static final long LOT_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final BlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();
  private final Thread writer;
  private final Thread reader;
  private final long limit;
  private volatile boolean inLots;

  // Guarded by this.
  private final Deque<byte[]> lines = new ArrayDeque<>();
  private boolean ended;
  private boolean flooded;

  private Conversation(Process process, String name, long limit) {
    this.limit = limit;
    this.writer = new Thread(() -> write(process.getOutputStream()), name + " requests");
    this.reader = new Thread(() -> read(process.getInputStream()), name + " answers");
    writer.setDaemon(true);
    reader.setDaemon(true);
  }

  /**
   * Begins a conversation.
   *
   * @param limit how many bytes a line may have
   */
  public static Conversation with(Process process, String name, long limit) {
    Conversation conversation = new Conversation(process, name, limit);
    conversation.writer.start();
    conversation.reader.start();
    return conversation;
  }

  /** Sends lines, each with its end. */
  public void send(byte[] request) {
    requests.add(request);
  }

  /** Whether answers may wait a little for others. */
  public void inLots(boolean many) {
    inLots = many;
  }

  /** Ends its threads, when the program has ended. */
  public void end() {
    writer.interrupt();
  }

  private void write(OutputStream stream) {
    try (stream) {
      while (true) {
        stream.write(requests.take());
        if (requests.isEmpty()) {
          stream.flush();
        }
      }
    } catch (IOException | InterruptedException end) {
      // The program reads no more, or is to read no more.
    }
  }

  private void read(InputStream stream) {
    byte[] bytes = new byte[CHUNK];
    int size = 0;
    try (stream) {
      for (int n = stream.read(bytes); n >= 0; n = stream.read(bytes, size, bytes.length - size)) {
        int begin = deliver(bytes, size, size + n);
        size = size + n - begin;
        System.arraycopy(bytes, begin, bytes, 0, size);
        if (isFlooded(size)) {
          return;
        }
        if (size == bytes.length) {
          bytes = Arrays.copyOf(bytes, (int) Math.min(2L * size, limit + CHUNK));
        }
        if (inLots && begin > 0) {
          LockSupport.parkNanos(LOT_NANOS);
        }
      }
    } catch (IOException closed) {
      // Ended: what has been read is all there is.
    } finally {
      ended();
    }
  }

  /**
   * Delivers the whole lines.
   *
   * @param old how many bytes are known to be in no whole line
   * @return where what is left begins
   */
  private synchronized int deliver(byte[] bytes, int old, int size) {
    int begin = 0;
    for (int i = old; i < size; i++) {
      if (bytes[i] == '\n') {
        lines.add(Arrays.copyOfRange(bytes, begin, i));
        begin = i + 1;
      }
    }
    if (begin > 0) {
      notifyAll();
    }
    return begin;
  }

  private synchronized boolean isFlooded(int unfinished) {
    flooded = unfinished > limit || lines.size() > MOST_LINES;
    return flooded;
  }

  private synchronized void ended() {
    ended = true;
    notifyAll();
  }

  /**
   * The next line; empty if there is none yet, or there will be none.
   *
   * @param millis how long it is waited for
   */
  public synchronized Optional<byte[]> next(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (lines.isEmpty() && !ended && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
    }
    return Optional.ofNullable(lines.poll());
  }

  /** Whether there is a line that need not be waited for. */
  public synchronized boolean hasNext() {
    return !lines.isEmpty();
  }

  /** Whether nothing more will come. */
  public synchronized boolean isOver() {
    return ended && lines.isEmpty();
  }

  /** Whether too much came. */
  public synchronized boolean isFlooded() {
    return flooded;
  }
}
