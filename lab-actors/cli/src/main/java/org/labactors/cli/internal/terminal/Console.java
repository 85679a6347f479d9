package org.labactors.cli.internal.terminal;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.labactors.cli.internal.terminal.VisibleWriter.Style;

/**
 * Where a command writes to. What people read goes to {@code out}, or to {@code err} if it is
 * progress, a warning or an error; control characters in it are made visible. What programs read
 * goes to {@code data} as it is.
 *
 * @param out standard output, for people
 * @param err standard error, for people
 * @param data standard output as it is
 * @param terminal standard error as it is
 * @param errWidth how many characters wide the terminal of standard error is; 0 if it is none
 * @param colour whether standard output is a terminal that may be given colours
 */
public record Console(
    PrintWriter out,
    PrintWriter err,
    PrintWriter data,
    PrintWriter terminal,
    int errWidth,
    boolean colour) {

  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 20;
  private static final String OVER_THE_BAR = "\r\u001b[K";

  /** A console that writes to these two. */
  public Console(PrintWriter data, PrintWriter terminal, int errWidth, boolean colour) {
    this(visible(data), visible(terminal), data, terminal, errWidth, colour);
  }

  private static PrintWriter visible(PrintWriter writer) {
    return new PrintWriter(new VisibleWriter(writer), true);
  }

  /**
   * The console of this process, in UTF-8 whatever the locale: what is printed may go into a file,
   * and must be whole there. Which streams are terminals, and how wide, the launcher says in the
   * system properties {@code lab.terminal} and {@code lab.columns}, since Java 17 cannot tell.
   */
  public static Console system() {
    String terminals = System.getProperty("lab.terminal", "");
    return new Console(
        new PrintWriter(StandardOutput.OF_PROCESS, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        terminals.contains("err") && !"dumb".equals(System.getenv("TERM")) ? width() : 0,
        terminals.contains("out") && System.getenv("NO_COLOR") == null);
  }

  private static int width() {
    Integer width = Integer.getInteger("lab.columns");
    return width == null || width < NARROWEST ? USUAL_WIDTH : width;
  }

  /** Says something on standard error, in a line of its own even where a bar is. */
  public void say(String text) {
    if (errWidth > 0) {
      terminal.print(OVER_THE_BAR);
    }
    err.println("lab: " + text);
    err.flush();
  }

  public String bold(String text) {
    return colour ? Style.BOLD.of(text) : text;
  }

  public String red(String text) {
    return colour ? Style.RED.of(text) : text;
  }
}
