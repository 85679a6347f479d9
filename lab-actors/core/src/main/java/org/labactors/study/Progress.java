package org.labactors.study;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param state what it is doing
 * @param trials how many trials the study has
 * @param reused how many were recorded before this run began
 * @param ok how many are recorded as ok, reused ones included
 * @param failed how many are recorded with any other status, reused ones included
 * @param running how many are with engines and not recorded yet
 * @param rate trials recorded per second, of late; 0 when unknown
 * @param remaining estimated time left; empty when unknown
 * @param engines what each engine does
 * @param abandoned how many threads were given up because they ignored being interrupted
 * @param trouble why nothing is recorded at present, if something is in the way
 * @param leftOut the engines that cannot run the study
 */
public record Progress(
    State state,
    long trials,
    long reused,
    long ok,
    long failed,
    long running,
    double rate,
    Optional<Duration> remaining,
    List<EngineProgress> engines,
    int abandoned,
    Optional<String> trouble,
    List<LeftOut> leftOut) {

  /** What a run is doing. */
  public enum State {
    /** Trials are run. */
    RUNNING,
    /** Every trial is recorded. */
    COMPLETED,
    /** Called off; what was recorded stays. */
    CANCELLED,
    /** Too many trials failed; {@link #trouble} says in which way. What was recorded stays. */
    STOPPED,
    /** No engine can run it; {@link #trouble} says why. Nothing was run. */
    REFUSED,
    /** It could not go on; {@link #trouble} says why. */
    BROKEN
  }

  /**
   * What an engine does.
   *
   * @param engine its name
   * @param recorded how many trials of this run it has had recorded
   * @param assigned how many trials of this run it holds
   */
  public record EngineProgress(String engine, long recorded, long assigned) {}

  /**
   * An engine that gets no trials of the run.
   *
   * @param engine its name
   * @param why why it cannot run the study, in words for the user
   */
  public record LeftOut(String engine, String why) {}

  /** The same with as many trials recorded as a tally says. */
  public Progress with(Tally tally) {
    return new Progress(
        state,
        tally.trials(),
        reused,
        tally.ok(),
        tally.failed(),
        running,
        rate,
        remaining,
        engines,
        abandoned,
        trouble,
        leftOut);
  }

  /** The same, called off before it could say more. */
  public Progress calledOff() {
    return new Progress(
        State.CANCELLED,
        trials,
        reused,
        ok,
        failed,
        0,
        0,
        Optional.empty(),
        engines,
        abandoned,
        trouble,
        leftOut);
  }

  /** The same with so many trials recorded before. */
  public Progress withReused(long before) {
    return new Progress(
        state, trials, before, ok, failed, running, rate, remaining, engines, abandoned, trouble,
        leftOut);
  }

  /** How many trials are recorded, reused ones included. */
  public long recorded() {
    return ok + failed;
  }

  /** The recorded part of all trials, 0 to 1. */
  public double fraction() {
    return trials == 0 ? 1 : (double) recorded() / trials;
  }
}
