package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How long the trials of a run take, and how many are recorded per second; both of late. */
final class Throughput {

  /** What a trial costs an engine at the very least, in seconds. */
  private static final double LEAST_SECONDS = 2e-6;

  /** The weight that what is known keeps when a batch comes in. */
  private static final double MEMORY = 0.8;

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration GRAIN = Duration.ofMillis(250);

  private double seconds;
  private double trials;

  private final Deque<Mark> marks = new ArrayDeque<>();
  private long recorded;

  /** How many were recorded by an instant. */
  private record Mark(Instant at, long recorded) {}

  Throughput(Instant begin) {
    marks.add(new Mark(begin, 0));
  }

  /**
   * Some trials were recorded.
   *
   * @param seconds how long they took together
   */
  void recorded(long count, double seconds, Instant now) {
    if (seconds > 0) { // it is 0 for trials of which no time is known
      this.seconds = this.seconds * MEMORY + seconds;
      this.trials = this.trials * MEMORY + count;
    }
    recorded += count;
    if (marks.getLast().at().plus(GRAIN).isBefore(now)) {
      marks.addLast(new Mark(now, recorded));
    }
    while (marks.size() > 2 && marks.getFirst().at().plus(WINDOW).isBefore(now)) {
      marks.removeFirst();
    }
  }

  boolean isKnown() {
    return trials > 0;
  }

  /** The mean duration of a trial in seconds; of no meaning before it is known. */
  double meanSeconds() {
    return Math.max(seconds / trials, LEAST_SECONDS);
  }

  /** Trials recorded per second of late, 0 when unknown. */
  double rate(Instant now) {
    Mark oldest = marks.getFirst();
    double span = Duration.between(oldest.at(), now).toNanos() / 1e9;
    return span <= 0 ? 0 : (recorded - oldest.recorded()) / span;
  }

  /** How long that many trials will take. */
  Optional<Duration> timeFor(long remaining, Instant now) {
    double rate = rate(now);
    double left = rate > 0 ? remaining / rate : Double.POSITIVE_INFINITY;
    return left < Long.MAX_VALUE / 1e9
        ? Optional.of(Duration.ofNanos((long) (left * 1e9)))
        : Optional.empty();
  }
}
