package org.labactors.experiment;

/**
 * A sequential computation that measures named values at one point of a parameter space.
 *
 * <p>An engine creates one instance and uses it for one trial after the other, never for two at the
 * same time, so fields may hold buffers and anything else that is costly to make. What a trial
 * needs it takes from its {@link Trial}; above all its random numbers, which are then the same on
 * every machine and in every order.
 *
 * <p>The life of a trial is {@code setUp}, {@code run}, {@code tearDown}. Whatever one of them
 * throws makes the trial a failed one, recorded with its stack trace; it never ends the study.
 * {@code tearDown} is called whenever {@code setUp} came back normally.
 *
 * <p>On one machine a lambda is enough. An experiment that leaves its JVM, or is named in a run
 * file, is a named class that Jackson can write and read; a record is ideal.
 */
@FunctionalInterface
public interface Experiment {

  /**
   * Refuses parameters with which the experiment cannot run, before the first trial. A study from a
   * run file is checked at its first point.
   *
   * @throws IllegalArgumentException if it cannot; the text says why, and what to do
   */
  default void check(Point point) {}

  /**
   * Prepares the trial. What it measures may be noted with {@link Trial#metadata} and what it works
   * out from the parameters with {@link Trial#derive}.
   *
   * @throws Exception whatever went wrong; the trial is recorded as failed and {@code run} and
   *     {@code tearDown} are not called
   */
  default void setUp(Trial trial) throws Exception {}

  /**
   * Does the work of one trial.
   *
   * @return the values measured, never null: {@link Values#none()} where there is nothing to report
   * @throws Exception whatever went wrong; the trial is recorded as failed
   */
  Values run(Trial trial) throws Exception;

  /**
   * Clears up after the trial.
   *
   * @throws Exception whatever went wrong; the trial is recorded as failed, with the values that
   *     {@code run} returned, unless {@code run} failed before: then its failure is the one
   *     reported and this one is attached to it
   */
  default void tearDown(Trial trial) throws Exception {}
}
