package org.labactors.cli.internal.terminal;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, written over and over. It knows the terminal by its width only: the
 * terminal of the progress bar's own choosing would put the answer to Ctrl-C back to Java's.
 */
final class TerminalLine implements ProgressBarConsumer {

  /** The terminal itself writes two signs, {@code ^C}, behind the line; they must not wrap it. */
  private static final int ROOM_FOR_ECHO = 2;

  private static final String TO_LINE_START = "\r";
  private static final String ERASE_REST = "\u001b[K";

  private final PrintWriter writer;
  private final int width;

  /** The line on a terminal so many characters wide. */
  TerminalLine(PrintWriter writer, int width) {
    this.writer = writer;
    this.width = width;
  }

  @Override
  public int getMaxRenderedLength() {
    return width - 1 - ROOM_FOR_ECHO;
  }

  @Override
  public void accept(String text) {
    writer.print(TO_LINE_START + text + ERASE_REST);
    writer.flush();
  }

  @Override
  public void clear() {
    accept("");
  }

  @Override
  public void close() {
    writer.println();
    writer.flush();
  }
}
