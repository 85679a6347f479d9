package org.labactors.cli.internal.supervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a process ended, in words. */
final class Ending {

  /** What shells and Java add to the number of the signal that ended a process. */
  private static final int SIGNALLED = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 9,
          "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  private static final int LINES = 60;

  /** The lines by which a JVM tells why it ends: of a crash, and of memory that ran out. */
  private static final Pattern LAST_WORDS =
      Pattern.compile("#\\s+(SIG[A-Z]+ .*|Internal Error .*)|(Terminating due to .*)");

  private Ending() {}

  /**
   * In one line.
   *
   * @param exitCode what Java says of the process
   * @param log where it wrote to, for what it said last
   * @param from where in that file it began, in bytes
   */
  static String text(int exitCode, Path log, long from) {
    String status = status(exitCode);
    return lastWords(ClusterFolder.lastLines(log, from, LINES))
        .map(words -> status + ": " + words)
        .orElse(status);
  }

  private static String status(int exitCode) {
    if (exitCode <= SIGNALLED) {
      return "exit status " + exitCode;
    }
    int signal = exitCode - SIGNALLED;
    return "ended by " + SIGNALS.getOrDefault(signal, "signal " + signal);
  }

  private static Optional<String> lastWords(List<String> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Matcher words = LAST_WORDS.matcher(lines.get(i));
      if (words.matches()) {
        return Optional.of(words.group(1) == null ? words.group(2) : words.group(1));
      }
    }
    return Optional.empty();
  }
}
