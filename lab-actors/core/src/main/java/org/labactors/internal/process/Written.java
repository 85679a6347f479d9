package org.labactors.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.labactors.internal.text.Utf8;

/**
 * What a program writes to one of its streams, read as it comes, so that the program never waits
 * for the lab. Of a stream that is too long, no more than the limit is ever in memory.
 */
public final class Written {

  private static final int SMALLEST = 8 * 1024;

  private final long limit;
  private final int kept;
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final CompletableFuture<Void> tooMuch = new CompletableFuture<>();

  // Guarded by this.
  private byte[] bytes = new byte[SMALLEST];
  private int size;
  private long total;

  /**
   * Nothing yet.
   *
   * @param limit how many bytes there may be
   * @param kept how many of them are kept, the last ones
   */
  public Written(long limit, int kept) {
    this.limit = limit;
    this.kept = kept;
  }

  /** Reads a stream until its end, or until there was too much. */
  void readFrom(InputStream stream) throws IOException {
    byte[] chunk = new byte[SMALLEST];
    for (int n = stream.read(chunk); n >= 0; n = stream.read(chunk)) {
      if (!add(chunk, n)) {
        tooMuch.complete(null);
        return;
      }
    }
  }

  /** Nothing more is read. */
  void ended() {
    end.complete(null);
  }

  private synchronized boolean add(byte[] chunk, int n) {
    total += n;
    if (total > limit) {
      return false;
    }
    if (size + n > bytes.length && bytes.length < 2L * kept) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * kept, Math.max(2L * size, size + n)));
    }
    if (size + n > bytes.length) {
      System.arraycopy(bytes, size - kept, bytes, 0, kept);
      size = kept;
    }
    System.arraycopy(chunk, 0, bytes, size, n);
    size += n;
    return true;
  }

  /** Is completed when nothing more is read: all has been, or too much. */
  public CompletableFuture<Void> end() {
    return end;
  }

  /** Is completed when more is written than allowed. */
  public CompletableFuture<Void> tooMuch() {
    return tooMuch;
  }

  /** Whether more was written than allowed. */
  public boolean isTooMuch() {
    return tooMuch.isDone();
  }

  /**
   * All that was written.
   *
   * @throws IllegalArgumentException if it is no text in UTF-8
   */
  public synchronized String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, size)).toString();
    } catch (CharacterCodingException binary) {
      throw new IllegalArgumentException("it is no text in UTF-8", binary);
    }
  }

  /** The first bytes of what is kept; what is no text in UTF-8 is escaped. */
  public synchronized String head(int most) {
    return Utf8.shown(bytes, 0, Math.min(most, size));
  }

  /** The last bytes; what is no text in UTF-8 is escaped. */
  public synchronized String tail(int most) {
    int first = Math.max(0, size - most);
    int begin = first == 0 ? 0 : Utf8.begin(bytes, first, size);
    return Utf8.shown(bytes, begin, size - begin);
  }
}
