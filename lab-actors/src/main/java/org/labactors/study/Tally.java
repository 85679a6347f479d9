package org.labactors.study;

/**
 * How many trials of a study are recorded.
 *
 * @param trials how many there are in all
 * @param ok recorded as ok
 * @param failed recorded with any other status
 */
public record Tally(long trials, long ok, long failed) {

  public long recorded() {
    return ok + failed;
  }

  public long pending() {
    return trials - ok - failed;
  }

  /** The recorded part of all trials, 0 to 1. */
  public double readyFraction() {
    return trials == 0 ? 1 : (double) recorded() / trials;
  }
}
