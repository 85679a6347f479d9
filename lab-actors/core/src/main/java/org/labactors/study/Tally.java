package org.labactors.study;

/**
 * How many trials of a study are recorded.
 *
 * @param trials how many there are in all
 * @param ok recorded as ok
 * @param failed recorded with any other status, but those that are
 * @param cancelled recorded as cancelled when the result set was finished without them
 */
public record Tally(long trials, long ok, long failed, long cancelled) {

  /** Without cancelled trials. */
  public Tally(long trials, long ok, long failed) {
    this(trials, ok, failed, 0);
  }

  /** How many are recorded, whatever their status. */
  public long recorded() {
    return ok + failed + cancelled;
  }

  /** How many are not recorded. */
  public long pending() {
    return trials - recorded();
  }

  /** The recorded part of all trials, 0 to 1. */
  public double readyFraction() {
    return trials == 0 ? 1 : (double) recorded() / trials;
  }
}
