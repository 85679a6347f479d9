package org.labactors.cli.internal.run;

import java.time.Duration;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.node.NodeSettings;

/** Waits for the engines that a run on a cluster is to begin with. */
final class EngineWatch {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Console console;
  private final boolean quiet;
  private final Interruption interruption;

  EngineWatch(Console console, boolean quiet, Interruption interruption) {
    this.console = console;
    this.quiet = quiet;
    this.interruption = interruption;
  }

  /** Comes back when there are enough, when the run needs none, or when asked to stop. */
  void awaitEngines(Lab lab, Run run, NodeSettings node) throws InterruptedException {
    int wanted = node.minEngines();
    if (!node.warning().isEmpty()) {
      console.err().println("lab: " + node.warning());
    }
    if (!quiet) {
      console
          .err()
          .println(
              "lab: lab node on "
                  + lab.address()
                  + "; waiting for "
                  + wanted
                  + (wanted == 1 ? " engine" : " engines"));
    }
    while (lab.engines() < wanted
        && !interruption.requested()
        && run.awaitEnd(INTERVAL).isEmpty()) {
      // One more look.
    }
  }
}
