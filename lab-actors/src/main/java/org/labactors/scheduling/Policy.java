package org.labactors.scheduling;

import java.time.Duration;

/**
 * How the {@link Ledger} hands out work.
 *
 * @param slice how long an assignment should take; trials that take longer go out one by one
 * @param maxAttempts how many engines may die running a trial before it is recorded as lost
 * @param maxAhead how many trials an engine can be ahead of what is recorded of its assignment
 */
public record Policy(Duration slice, int maxAttempts, long maxAhead) {

  public Policy {
    if (slice.isNegative() || slice.isZero() || maxAttempts < 1 || maxAhead < 1) {
      throw new IllegalArgumentException(
          "slice " + slice + ", max attempts " + maxAttempts + ", max ahead " + maxAhead);
    }
  }

  double sliceSeconds() {
    return slice.toNanos() / 1e9;
  }
}
