package org.labactors.cli.internal.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The standard output of a process. It remembers that it could not be written, since a {@link
 * java.io.PrintWriter} keeps that to itself, and writes nothing more then.
 */
public final class StandardOutput extends OutputStream {

  /** That of this process. */
  public static final StandardOutput OF_PROCESS =
      new StandardOutput(new FileOutputStream(FileDescriptor.out), Path.of("/dev/fd/1"));

  private static final int TYPE_OF_FILE = 0170000;
  private static final int PIPE = 0010000;
  private static final int SOCKET = 0140000;

  private final OutputStream stream;
  private final Path file;
  private @Nullable IOException failure;

  /**
   * A standard output.
   *
   * @param stream what writes it
   * @param file what it is
   */
  StandardOutput(OutputStream stream, Path file) {
    this.stream = stream;
    this.file = file;
  }

  @Override
  public void write(int character) throws IOException {
    write(new byte[] {(byte) character}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      stream.write(bytes, offset, length);
    } catch (IOException first) {
      failure = first;
      throw first;
    }
  }

  /** Whether it could not be written. */
  public synchronized boolean hasFailed() {
    return failure != null;
  }

  /**
   * Whether nobody reads it any more, as when {@code head} has seen enough. That is no failure:
   * what is not written is not wanted.
   */
  synchronized boolean isUnread() {
    return failure != null && (isPipe() || says(failure, "broken pipe"));
  }

  /** Why it could not be written although somebody wants it; empty if nothing went wrong. */
  public synchronized Optional<String> problem() {
    return failure == null || isUnread()
        ? Optional.empty()
        : Optional.of("standard output cannot be written: " + failure.getMessage());
  }

  /** The system says what went wrong in the user's language; a pipe fails in one way only. */
  private boolean isPipe() {
    try {
      int type = (int) Files.getAttribute(file, "unix:mode") & TYPE_OF_FILE;
      return type == PIPE || type == SOCKET;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return false;
    }
  }

  private static boolean says(IOException failure, String words) {
    return String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains(words);
  }
}
