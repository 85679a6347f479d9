package org.labactors.notebook;

import java.util.List;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * The trials of a result set that are still to be recorded: those never recorded, and those whose
 * record is to be replaced because it failed. The two sets are disjoint.
 *
 * @param fresh never recorded
 * @param again recorded as failed, to be recorded again
 */
public record PendingTrials(TrialRanges fresh, TrialRanges again) {

  /** All trials of a new result set. */
  public static PendingTrials upTo(long trials) {
    return new PendingTrials(TrialRanges.upTo(trials), new TrialRanges());
  }

  /** Both together; a copy. */
  public TrialRanges all() {
    TrialRanges all = fresh.copy();
    all.addAll(again);
    return all;
  }

  /** The part of a range that is pending. */
  public TrialRanges within(TrialRange range) {
    TrialRanges part = TrialRanges.of(fresh.within(range));
    again.within(range).forEach(part::add);
    return part;
  }

  /** The part of some trials whose old record is to be replaced. */
  public List<TrialRange> replaced(TrialRanges trials) {
    return trials.ranges().stream().flatMap(range -> again.within(range).stream()).toList();
  }

  /** Strikes out trials that are recorded now. */
  public void removeAll(TrialRanges recorded) {
    fresh.removeAll(recorded);
    again.removeAll(recorded);
  }
}
