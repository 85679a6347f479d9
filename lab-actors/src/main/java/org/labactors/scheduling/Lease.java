package org.labactors.scheduling;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** An assignment that is with an engine, and which of its trials are still to be recorded. */
final class Lease {

  private final Assignment assignment;
  private final EngineId engine;
  private final TrialRanges outstanding = new TrialRanges();
  private final boolean alone;
  private @Nullable Instant recalledAt;
  private boolean exhausted;

  /**
   * A lease.
   *
   * @param alone whether the engine's node must hold nothing else meanwhile
   */
  Lease(Assignment assignment, EngineId engine, boolean alone) {
    this.assignment = assignment;
    this.engine = engine;
    this.alone = alone;
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

  /** Whether it makes sense to ask the engine to give back part of it. */
  boolean isRecallable() {
    return recalledAt == null && !exhausted && outstanding.size() > 1;
  }

  void recalledAt(Instant now) {
    recalledAt = now;
  }

  /**
   * The engine has answered a recall.
   *
   * @param nothing whether it had nothing to give back: all of it is started, and will not be less
   *     so
   */
  void recallAnswered(boolean nothing) {
    recalledAt = null;
    exhausted |= nothing;
  }

  /** Takes a recall for lost if it is older than this. */
  void forgetRecall(Instant before) {
    if (recalledAt != null && recalledAt.isBefore(before)) {
      recalledAt = null;
    }
  }
}
