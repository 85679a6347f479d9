package org.labactors.study;

/**
 * Consecutive trials, by number.
 *
 * @param first the first one's number, at least 0
 * @param end the number after the last one's, more than {@code first}
 */
public record TrialRange(long first, long end) {

  public TrialRange {
    if (first < 0 || end <= first) {
      throw new IllegalArgumentException("no trials from " + first + " to before " + end);
    }
  }

  /** A range of one trial. */
  public static TrialRange of(long trial) {
    return new TrialRange(trial, trial + 1);
  }

  /** How many trials. */
  public long size() {
    return end - first;
  }

  /** Whether the trial is one of them. */
  public boolean contains(long trial) {
    return first <= trial && trial < end;
  }

  /** Whether there is a trial in both. */
  public boolean overlaps(TrialRange other) {
    return first < other.end && other.first < end;
  }

  @Override
  public String toString() {
    return size() == 1 ? Long.toString(first) : first + "–" + (end - 1);
  }
}
