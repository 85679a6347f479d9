package org.labactors.experiment;

import java.util.List;

/**
 * An experiment that keeps something running from one trial to the next, such as a program in
 * another language. Each engine has an instance of its own, makes it ready before the first trial,
 * and closes it after the last one.
 */
public interface Resident extends Experiment {

  /**
   * The metadata under which the first trial after each start has what the program says about
   * itself, such as versions by name. It is noted in the provenance of the result set, too.
   */
  String VERSIONS = "versions";

  /** The metadata under which a trial has what the program printed during it. */
  String OUTPUT = "output";

  /**
   * Starts what is to run, if it does not. It is called before the engine takes its first trial of
   * the study, and again before each trial; this time belongs to no trial.
   *
   * @throws InterruptedException if the thread was interrupted; it may be called again
   * @throws Exception if it cannot be started: the engine then runs no trials of the study. The
   *     text says why
   */
  void ready() throws Exception;

  /**
   * Names the trials that are to be run next, so that work on them may begin. It is called when the
   * experiment is ready, before each trial. Some of them may never be run here, for another engine
   * may take them over.
   *
   * @param trials in the order in which they are to be run. Each is computed when it is asked for,
   *     and one that cannot be computed throws what its design throws
   * @throws Exception as {@link #ready}
   */
  default void ahead(List<Trial> trials) throws Exception {}

  /** Ends what runs. It is called on any thread, also while a trial runs, and does not wait. */
  void close();

  /** Makes an experiment ready, if that is something to it. */
  static void ready(Experiment experiment) throws Exception {
    if (experiment instanceof Resident resident) {
      resident.ready();
    }
  }

  /** Closes an experiment, if that is something to it. */
  static void close(Experiment experiment) {
    if (experiment instanceof Resident resident) {
      resident.close();
    }
  }
}
