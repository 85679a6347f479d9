package org.labactors.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where a command writes to. Results of a command go to {@code out}; progress, warnings and errors
 * go to {@code err}.
 *
 * @param out standard output
 * @param err standard error
 * @param liveErr whether standard error is a terminal, on which a line can be drawn over
 * @param colour whether standard output is a terminal that may be given colours
 */
record Console(PrintWriter out, PrintWriter err, boolean liveErr, boolean colour) {

  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String RESET = "\u001b[0m";

  /**
   * The console of this process. Which streams are terminals the launcher says in the system
   * property {@code lab.terminal}, since Java 17 cannot tell them apart.
   */
  static Console system() {
    String terminals = System.getProperty("lab.terminal", "");
    Charset charset = Charset.forName(System.getProperty("native.encoding", "UTF-8"));
    return new Console(
        new PrintWriter(System.out, true, charset),
        new PrintWriter(System.err, true, charset),
        terminals.contains("err") && !"dumb".equals(System.getenv("TERM")),
        terminals.contains("out") && System.getenv("NO_COLOR") == null);
  }

  String bold(String text) {
    return colour ? BOLD + text + RESET : text;
  }

  String red(String text) {
    return colour ? RED + text + RESET : text;
  }
}
