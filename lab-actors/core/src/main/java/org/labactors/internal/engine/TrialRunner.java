package org.labactors.internal.engine;

import java.util.List;
import java.util.Optional;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * Runs the trials of an engine's assignments one after the other, beside the engine, and puts their
 * results into its {@link Outbox}. No method waits for a trial.
 */
interface TrialRunner {

  /**
   * Adds a study that is set up.
   *
   * @param prepared with its experiment, which is the runner's from now on
   */
  void add(RunId run, Study study, PreparedStudy prepared);

  /** Forgets a study, and closes its experiment. */
  void forget(RunId run);

  /** Takes an assignment of a study that is set up, to be begun when those before are finished. */
  void put(Assignment assignment);

  /** The assignments that are not finished, in the order in which they came. */
  List<Assignment> assignments();

  /**
   * Takes back what has not been started of an assignment; empty if that is finished.
   *
   * @param from the first trial to take back, if it has not been started
   */
  Optional<TrialThread.GivenBack> giveBack(long assignment, long from);

  /** Starts no more trials of a run and calls off the one that is running. */
  void drop(RunId run);

  /** Leaves a span in which this JVM stood still out of the time of the trial that is running. */
  void leaveOut(long fromNanos, long toNanos);

  /** Calls off the trial that is running if its time is up; that is its result. */
  void checkTimeout(long nanoTime);

  /**
   * Goes on without a trial that was called off and does not return.
   *
   * @return whether there is one, and so its thread was given up
   */
  boolean giveUpIfStuck(long nanoTime);

  /** Starts no more trials and calls off the one that is running. */
  void stop();
}
