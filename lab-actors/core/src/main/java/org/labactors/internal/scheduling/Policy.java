package org.labactors.internal.scheduling;

import java.time.Duration;

/**
 * How the {@link Ledger} hands out work.
 *
 * @param slice how long an assignment should take; trials that take longer go out one by one
 * @param maxAttempts how many engines may die running a trial before it is recorded as lost
 * @param maxAhead how many trials an engine can be ahead of what is recorded of its assignment
 * @param refusalPatience when all engines that are there have refused a study: how long one that
 *     can run it may take to come
 */
public record Policy(Duration slice, int maxAttempts, long maxAhead, Duration refusalPatience) {

  public Policy {
    if (slice.isNegative()
        || slice.isZero()
        || maxAttempts < 1
        || maxAhead < 1
        || refusalPatience.isNegative()) {
      throw new IllegalArgumentException(
          "slice "
              + slice
              + ", max attempts "
              + maxAttempts
              + ", max ahead "
              + maxAhead
              + ", refusal patience "
              + refusalPatience);
    }
  }

  /** For a lab to which no further engines come. */
  public Policy(Duration slice, int maxAttempts, long maxAhead) {
    this(slice, maxAttempts, maxAhead, Duration.ZERO);
  }

  double sliceSeconds() {
    return slice.toNanos() / 1e9;
  }
}
