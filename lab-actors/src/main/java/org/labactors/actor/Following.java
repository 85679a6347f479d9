package org.labactors.actor;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Trial;
import org.labactors.study.TrialRange;
import org.labactors.study.Trials;

/**
 * The trials that follow in an assignment, computed as they are asked for. They end before one that
 * cannot be computed, which will fail when it is its turn.
 */
final class Following implements Iterator<Trial> {

  private final Trials trials;
  private final long end;
  private long number;
  private @Nullable Trial next;

  Following(Trials trials, Optional<TrialRange> range) {
    this.trials = trials;
    this.number = range.map(TrialRange::first).orElse(0L);
    this.end = range.map(TrialRange::end).orElse(0L);
  }

  @Override
  public boolean hasNext() {
    if (next == null && number < end) {
      try {
        next = trials.trial(number++, () -> false);
      } catch (RuntimeException | LinkageError cannot) {
        number = end;
      }
    }
    return next != null;
  }

  @Override
  public Trial next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    Trial trial = next;
    next = null;
    return trial;
  }
}
