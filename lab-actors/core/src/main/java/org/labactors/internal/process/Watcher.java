package org.labactors.internal.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small process that ends the programs of this JVM if that cannot do it any more, because it was
 * killed. It is a shell that waits for the end of a pipe, in a session of its own, so that what
 * ends a terminal or a group of processes does not end it as well. Only Linux has one, for it looks
 * for the marks.
 */
public final class Watcher {

  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

  private static final Path SHELL = Path.of("/bin/sh");
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private static final String OVER = "over";

  /**
   * When the JVM is gone, it looks until there was nothing to end for three seconds: what was being
   * started at that moment shows its mark a little later.
   */
  private static final String SCRIPT =
      """
      trap '' INT QUIT HUP TERM
      mark=$1
      clean=0
      looks=0
      read -r last && [ "$last" = over ] && clean=9
      cd /proc || exit
      while [ $clean -lt 10 ] && [ $looks -lt 200 ]; do
        found=$(grep -l -F -e "$mark" [0-9]*/environ 2>/dev/null)
        if [ -z "$found" ]; then
          clean=$((clean + 1))
        else
          clean=0
          for each in $found; do
            grep -q -F -e "$mark" "$each" 2>/dev/null && kill -9 "${each%%/*}" 2>/dev/null
          done
        fi
        looks=$((looks + 1))
        [ $clean -ge 10 ] || sleep 0.3
      done
      """;

  private static @Nullable Process running;
  private static boolean refused;

  private Watcher() {}

  /** Starts it, if it is not there. */
  public static synchronized void ensure() {
    if (!ProcessTable.isThere() || refused || (running != null && running.isAlive())) {
      return;
    }
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.addAll(List.of(SHELL.toString(), "-c", SCRIPT, "lab-watcher", Mark.beginning()));
    try {
      running =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException failure) {
      refused = true;
      LOG.warn(
          "No watcher can be started: {}. If this process is killed, the programs that it runs go on.",
          failure.getMessage());
    }
  }

  /** Lets it go; all programs have been ended. */
  public static synchronized void release() {
    if (running == null) {
      return;
    }
    try (OutputStream pipe = running.getOutputStream()) {
      pipe.write((OVER + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException gone) {
      // Then there is nothing to let go.
    }
  }
}
