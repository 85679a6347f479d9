package org.labactors.internal.merge;

import org.labactors.notebook.ResultSet;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * A result set that is merged with others of the same study.
 *
 * @param location of its notebook
 * @param results what it holds
 */
public record Part(String location, ResultSet results) {

  /** What it holds no result of, or one that is to be replaced. */
  TrialRanges open() {
    TrialRanges open = results.pending().copy();
    open.addAll(results.cancelled());
    return open;
  }

  /** Whether it is noted of all results which code made them. */
  boolean isOfKnownCode() {
    long known = results.codes().values().stream().mapToLong(TrialRanges::size).sum();
    return known >= results.tally().recorded();
  }

  /** The trials that two have in common. */
  static TrialRanges common(TrialRanges one, TrialRanges other) {
    TrialRanges common = new TrialRanges();
    for (TrialRange range : one.ranges()) {
      other.within(range).forEach(common::add);
    }
    return common;
  }
}
