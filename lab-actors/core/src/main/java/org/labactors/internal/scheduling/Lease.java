package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** An assignment that is with an engine, and which of its trials are still to be recorded. */
final class Lease {

  /** So long nothing has to be heard of a lease before it counts as stuck. */
  private static final Duration LONG = Duration.ofSeconds(2);

  private final Assignment assignment;
  private final EngineId engine;
  private final TrialRanges outstanding = new TrialRanges();
  private final boolean alone;

  /** When it was made, or something of it was recorded or given back last. */
  private Instant heard;

  private @Nullable Instant recalledAt;

  /** Whether the engine has started all that it holds of it. */
  private boolean exhausted;

  /**
   * A lease.
   *
   * @param alone whether the engine's node must hold nothing else meanwhile
   */
  Lease(Assignment assignment, EngineId engine, boolean alone, Instant now) {
    this.assignment = assignment;
    this.engine = engine;
    this.alone = alone;
    this.heard = now;
    outstanding.add(assignment.trials());
  }

  Assignment assignment() {
    return assignment;
  }

  EngineId engine() {
    return engine;
  }

  /** The trials neither recorded nor given back. */
  TrialRanges outstanding() {
    return outstanding;
  }

  /** These trials are recorded or given back. */
  void release(TrialRange trials) {
    outstanding.remove(trials);
  }

  boolean isEmpty() {
    return outstanding.isEmpty();
  }

  /** Whether the engine's node must hold nothing else meanwhile. */
  boolean isAlone() {
    return alone;
  }

  /** Something of it was recorded or given back. */
  void heardAt(Instant now) {
    heard = now;
  }

  /** For how long nothing has been heard of it, in seconds, if that is long; otherwise 0. */
  double secondsStuck(Instant now) {
    Duration silence = Duration.between(heard, now);
    return silence.compareTo(LONG) < 0 ? 0 : silence.toMillis() / 1e3;
  }

  /**
   * Whether it makes sense to ask the engine to give back part of it. The last trial of an
   * assignment is running as a rule, but it may be waiting behind another that takes long.
   */
  boolean isRecallable(Instant now) {
    return recalledAt == null && !exhausted && (outstanding.size() > 1 || secondsStuck(now) > 0);
  }

  void recalledAt(Instant now) {
    recalledAt = now;
  }

  /**
   * The engine has answered a recall.
   *
   * @param more whether it holds more of it that it has not started; if not, it never will again
   */
  void recallAnswered(boolean more) {
    recalledAt = null;
    exhausted |= !more;
  }

  /** The first of its last so many outstanding trials. */
  long firstOfLast(long count) {
    long left = count;
    List<TrialRange> ranges = outstanding.ranges();
    for (int i = ranges.size() - 1; i > 0; i--) {
      TrialRange range = ranges.get(i);
      if (left <= range.size()) {
        return range.end() - left;
      }
      left -= range.size();
    }
    return Math.max(ranges.get(0).first(), ranges.get(0).end() - left);
  }

  /** Takes a recall for lost if it is older than this. */
  void forgetRecall(Instant before) {
    if (recalledAt != null && recalledAt.isBefore(before)) {
      recalledAt = null;
    }
  }
}
