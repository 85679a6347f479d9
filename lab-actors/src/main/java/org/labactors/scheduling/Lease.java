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

  /**
   * A lease.
   *
   * @param alone whether the engine must hold nothing else meanwhile
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

  /** Whether the engine must hold nothing else meanwhile. */
  boolean isAlone() {
    return alone;
  }

  /** Whether the engine has been asked to give back part of it, and has not answered yet. */
  boolean isRecalled() {
    return recalledAt != null;
  }

  void recalledAt(Instant now) {
    recalledAt = now;
  }

  void recallAnswered() {
    recalledAt = null;
  }

  /** Takes a recall for lost if it is older than this. */
  void forgetRecall(Instant before) {
    if (recalledAt != null && recalledAt.isBefore(before)) {
      recalledAt = null;
    }
  }
}
