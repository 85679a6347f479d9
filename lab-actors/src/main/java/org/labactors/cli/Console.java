package org.labactors.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes to. Results of a command go to {@code out}; progress, warnings and errors
 * go to {@code err}.
 *
 * @param out standard output
 * @param err standard error
 * @param errWidth how many characters wide the terminal of standard error is; 0 if it is none
 * @param colour whether standard output is a terminal that may be given colours
 */
record Console(PrintWriter out, PrintWriter err, int errWidth, boolean colour) {

  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 20;
  private static final String OVER_THE_BAR = "\r\u001b[K";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String RESET = "\u001b[0m";

  /**
   * The console of this process, in UTF-8 whatever the locale: what is printed may go into a file,
   * and must be whole there. Which streams are terminals, and how wide, the launcher says in the
   * system properties {@code lab.terminal} and {@code lab.columns}, since Java 17 cannot tell.
   */
  static Console system() {
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
  void say(String text) {
    err.println((errWidth > 0 ? OVER_THE_BAR : "") + "lab: " + text);
    err.flush();
  }

  String bold(String text) {
    return colour ? BOLD + text + RESET : text;
  }

  String red(String text) {
    return colour ? RED + text + RESET : text;
  }
}
