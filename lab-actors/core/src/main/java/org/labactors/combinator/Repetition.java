package org.labactors.combinator;

import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Result;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * What came of running an experiment once inside another.
 *
 * @param values what it measured; a row without values if it failed
 * @param failure what it threw, null if it did not
 */
record Repetition(Values values, @Nullable Throwable failure) {

  /**
   * Runs an experiment once, from set-up to tear-down.
   *
   * @return the values, or the failure if it is the experiment's own
   * @throws Exception if the trial was called off
   */
  static Repetition of(Experiment experiment, Trial part) throws Exception {
    try {
      return new Repetition(lifeOf(experiment, part).notedIn(part), null);
    } catch (Throwable thrown) {
      if (thrown instanceof InterruptedException interrupt) {
        throw interrupt;
      }
      if (thrown instanceof Error error && Result.Failure.of(error).outOfMemory()) {
        // The lab tries such a trial again when nothing else takes memory.
        throw error;
      }
      return new Repetition(Values.none(), thrown);
    }
  }

  /**
   * Set-up, run, tear-down, with the experiment's own classes as those of the thread.
   *
   * @throws Exception what the first that failed threw
   */
  static Values lifeOf(Experiment experiment, Trial trial) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader around = thread.getContextClassLoader();
    thread.setContextClassLoader(experiment.getClass().getClassLoader());
    try {
      return stepsOf(experiment, trial);
    } finally {
      thread.setContextClassLoader(around);
    }
  }

  private static Values stepsOf(Experiment experiment, Trial trial) throws Exception {
    experiment.setUp(trial);
    @Nullable Values values;
    try {
      values = experiment.run(trial);
    } catch (Throwable inRun) {
      tearDownAfter(inRun, experiment, trial);
      throw inRun;
    }
    experiment.tearDown(trial);
    if (values == null) {
      throw new IllegalStateException(
          "run returned null; an experiment without values to report returns Values.none()");
    }
    return values;
  }

  private static void tearDownAfter(Throwable inRun, Experiment experiment, Trial trial) {
    try {
      experiment.tearDown(trial);
    } catch (Throwable inTearDown) {
      if (inTearDown != inRun) {
        inRun.addSuppressed(inTearDown);
      }
    }
  }
}
