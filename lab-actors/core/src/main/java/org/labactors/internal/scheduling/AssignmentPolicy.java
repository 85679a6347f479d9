package org.labactors.internal.scheduling;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/**
 * The rules by which work is divided: who gets the next assignment of which run, how large it is,
 * and whose work is recalled when nothing is left.
 *
 * <p><b>Prefetching.</b> An engine that still holds an assignment gets a second only if trials are
 * short, so that it never waits for a round trip; a long trial must not wait behind another while
 * some engine is idle.
 *
 * <p><b>Sizes</b> follow guided self-scheduling (Polychronopoulos and Kuck, 1987) with a bound in
 * time: as many trials as fill the slice at the pace seen so far, but no more than {@code remaining
 * / (2 × engines)}, and one at least.
 *
 * <p><b>Caution.</b> Until a trial has succeeded, no more are under way than may fail before the
 * run is stopped, however fast the engines and however slow the disk: an engine with unrecorded
 * trials waits for the recording. One that has none gets one nevertheless.
 *
 * <p><b>Isolation.</b> A trial that may end its JVM gets a node for itself. An engine whose turn it
 * is to run it waits until the others of its node are done; and it must have asked a moment ago, so
 * that the trial is not blamed for a death of before.
 *
 * <p><b>Fairness.</b> Among the runs that have work, the one with the fewest engines is served, the
 * older one if there are several.
 */
final class AssignmentPolicy {

  /**
   * What is left of an assignment is recalled only if it would take longer than this, in seconds.
   */
  private static final double WORTH_RECALLING_SECONDS = 0.005;

  private final Policy policy;
  private final Map<RunId, RunState> runs;
  private long assignments;

  /**
   * The rules, applied to these runs.
   *
   * @param runs the runs, the oldest first; whoever made the map changes it
   */
  AssignmentPolicy(Policy policy, Map<RunId, RunState> runs) {
    this.policy = policy;
    this.runs = runs;
  }

  /** The next assignment for an engine that has asked for one, taken out of its run's books. */
  Optional<Lease> next(EngineState engine, int engines, Instant now) {
    if (engine.node.isReserved()) {
      return Optional.empty();
    }
    return runs.values().stream()
        .filter(run -> run.isRunning() && run.readiness.isAble(engine.id))
        .filter(run -> hasWorkFor(run, engine))
        .min(Comparator.comparingInt(RunState::engines))
        .filter(run -> !run.pending.isEmpty() || mayRunAlone(engine, now))
        .map(run -> take(run, engine.id, engines, now));
  }

  private boolean hasWorkFor(RunState run, EngineState engine) {
    if (!run.hasRoomFor(engine.id)) {
      return false;
    }
    if (engine.holding > 0) {
      return !run.pending.isEmpty() && trialsAreShort(run);
    }
    return !run.pending.isEmpty()
        || !run.suspects.isEmpty()
        || (!run.deferred.isEmpty() && run.leases.isEmpty());
  }

  private static boolean mayRunAlone(EngineState engine, Instant now) {
    return engine.node.isIdle() && engine.isFresh(now);
  }

  private boolean trialsAreShort(RunState run) {
    return run.pace.isKnown() && run.pace.meanSeconds() < policy.sliceSeconds();
  }

  private Lease take(RunState run, EngineId engine, int engines, Instant now) {
    TrialRange trials = run.pending.takeFirst(sizeFor(run, engines));
    if (trials != null) {
      return new Lease(new Assignment(++assignments, run.id, trials, 1, false), engine, false, now);
    }
    TrialRange suspect = run.suspects.takeFirst(1);
    if (suspect != null) {
      int attempt = run.nextAttempt(suspect.first());
      return new Lease(
          new Assignment(++assignments, run.id, suspect, attempt, false), engine, true, now);
    }
    TrialRange deferred = run.deferred.takeFirst(1);
    if (deferred == null) {
      throw new IllegalStateException(run.id + " has no work after all");
    }
    int attempt = run.nextAttempt(deferred.first()) + 1;
    return new Lease(
        new Assignment(++assignments, run.id, deferred, attempt, true), engine, true, now);
  }

  private long sizeFor(RunState run, int engines) {
    if (!run.pace.isKnown()) {
      return 1;
    }
    long bySlice = (long) (policy.sliceSeconds() / run.pace.meanSeconds());
    long byShare =
        Math.min(run.pending.size(), run.failures.mostUnderWay()) / (2L * Math.max(1, engines));
    return Math.max(1, Math.min(Math.min(bySlice, byShare), run.room()));
  }

  /** The lease with the most left that may be recalled in favour of an engine. */
  Optional<Lease> longestLease(EngineId engine, Instant now) {
    return runs.values().stream()
        .filter(run -> run.isRunning() && run.readiness.isAble(engine) && run.hasRoomFor(engine))
        .flatMap(run -> run.leases.values().stream())
        .filter(lease -> lease.isRecallable(now))
        .filter(lease -> secondsLeft(lease, now) > WORTH_RECALLING_SECONDS)
        .max(Comparator.comparingDouble(lease -> secondsLeft(lease, now)));
  }

  /** From where a lease is to be given back, so that its engine and the idle ones have as much. */
  long firstToRecall(Lease lease, Set<EngineId> idle) {
    RunState run = runs.get(lease.assignment().run());
    long able = run == null ? 0 : idle.stream().filter(run.readiness::isAble).count();
    long outstanding = lease.outstanding().size();
    return lease.firstOfLast(Math.max(1, outstanding * able / (able + 1)));
  }

  /**
   * How long the rest of a lease takes; for ever, if no trial of the run is recorded yet. If
   * nothing has been heard of it for long, a trial takes longer than others, and will for as long
   * again.
   */
  private double secondsLeft(Lease lease, Instant now) {
    RunState run = runs.get(lease.assignment().run());
    return run != null && run.pace.isKnown()
        ? Math.max(run.pace.meanSeconds() * lease.outstanding().size(), lease.secondsStuck(now))
        : Double.POSITIVE_INFINITY;
  }
}
