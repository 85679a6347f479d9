package org.labactors.cli;

import java.time.Duration;
import java.util.Optional;
import org.labactors.Run;
import org.labactors.scheduling.Progress;

/** Follows a run to its end: shows its progress, and calls it off when asked to stop. */
final class RunWatch {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Display display;
  private final Interruption interruption;

  RunWatch(Display display, Interruption interruption) {
    this.display = display;
    this.interruption = interruption;
  }

  /**
   * Comes back when the run has ended.
   *
   * @return how it ended
   */
  Progress follow(Run run) throws InterruptedException {
    boolean cancelled = false;
    while (true) {
      Optional<Progress> end = run.await(INTERVAL);
      if (end.isPresent()) {
        display.show(end.get());
        return end.get();
      }
      if (interruption.requested() && !cancelled) {
        run.cancel();
        cancelled = true;
      }
      display.show(run.progress());
    }
  }
}
