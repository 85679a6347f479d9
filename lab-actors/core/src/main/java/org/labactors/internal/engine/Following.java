package org.labactors.internal.engine;

import java.util.AbstractList;
import java.util.Objects;
import java.util.Optional;
import org.labactors.experiment.Trial;
import org.labactors.study.TrialRange;
import org.labactors.study.Trials;

/** The trials that follow in an assignment, each computed when it is asked for. */
final class Following extends AbstractList<Trial> {

  private final Trials trials;
  private final long first;
  private final int size;

  Following(Trials trials, Optional<TrialRange> range) {
    this.trials = trials;
    this.first = range.map(TrialRange::first).orElse(0L);
    this.size = (int) Math.min(Integer.MAX_VALUE, range.map(TrialRange::size).orElse(0L));
  }

  @Override
  public Trial get(int index) {
    return trials.trial(first + Objects.checkIndex(index, size), () -> false);
  }

  @Override
  public int size() {
    return size;
  }
}
