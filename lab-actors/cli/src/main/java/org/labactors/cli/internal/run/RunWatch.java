package org.labactors.cli.internal.run;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.labactors.Run;
import org.labactors.cli.internal.terminal.Display;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.study.Progress;

/**
 * Follows a run to its end: shows its progress, names engines that are left out, passes on
 * warnings, and calls it off when asked to stop.
 */
public final class RunWatch {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** Of these the summary says more. */
  private static final Set<Progress.State> NO_ENGINE_LEFT =
      EnumSet.of(Progress.State.BROKEN, Progress.State.REFUSED);

  private final Display display;
  private final LeftOut leftOut;
  private final Warnings warnings;
  private final Interruption interruption;

  public RunWatch(Display display, LeftOut leftOut, Warnings warnings, Interruption interruption) {
    this.display = display;
    this.leftOut = leftOut;
    this.warnings = warnings;
    this.interruption = interruption;
  }

  /**
   * Comes back when the run has ended.
   *
   * @return how it ended
   */
  public Progress follow(Run run) throws InterruptedException {
    boolean cancelled = false;
    while (true) {
      warnings.tell(run);
      Optional<Progress> end = run.awaitEnd(INTERVAL);
      if (end.isPresent()) {
        if (!NO_ENGINE_LEFT.contains(end.get().state())) {
          leftOut.tell(end.get());
        }
        display.show(end.get());
        return end.get();
      }
      if (interruption.requested() && !cancelled) {
        run.cancel();
        cancelled = true;
      }
      Progress now = run.progress();
      leftOut.tell(now);
      display.show(now);
    }
  }
}
