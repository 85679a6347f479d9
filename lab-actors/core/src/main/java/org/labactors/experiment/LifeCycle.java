package org.labactors.experiment;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes one trial through set-up, run and tear-down and says what came of it. Whatever the
 * experiment throws ends here, errors of the virtual machine included: an experiment that overflows
 * its stack or asks for too much memory is a failed trial like any other.
 */
public final class LifeCycle {

  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /**
   * A life cycle that reads the time of day from a clock and durations from a counter.
   *
   * @param nanoTime as {@link System#nanoTime}
   */
  public LifeCycle(InstantSource clock, LongSupplier nanoTime) {
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /** Runs the trial on the calling thread. */
  public Result run(Experiment experiment, Trial trial) {
    Instant start = clock.instant();
    Values values = Values.none();
    Throwable failure = null;
    long begin = nanoTime.getAsLong();
    long ready = begin;
    long ran = begin;
    long end = begin;
    try {
      experiment.setUp(trial);
      ready = nanoTime.getAsLong();
      try {
        values = measured(experiment.run(trial));
      } catch (Throwable inRun) {
        failure = inRun;
      }
      ran = nanoTime.getAsLong();
      try {
        experiment.tearDown(trial);
      } catch (Throwable inTearDown) {
        failure = both(failure, inTearDown);
      }
      end = nanoTime.getAsLong();
    } catch (Throwable inSetUp) {
      failure = inSetUp;
      ready = nanoTime.getAsLong();
      ran = ready;
      end = ready;
    }
    return new Result(
        trial.number(),
        failure == null ? Status.OK : Status.FAILED,
        values.rows(),
        values.notes(),
        trial.derived(),
        trial.metadata(),
        new Result.Timing(
            start.getEpochSecond() + start.getNano() / 1e9,
            (ready - begin) / 1e9,
            (ran - ready) / 1e9,
            (end - ran) / 1e9),
        failure == null ? null : Result.Failure.of(failure));
  }

  private static Values measured(@Nullable Values values) {
    if (values == null) {
      throw new IllegalStateException(
          "run returned null; an experiment without values to report returns Values.none()");
    }
    return values;
  }

  private static Throwable both(@Nullable Throwable first, Throwable second) {
    if (first == null) {
      return second;
    }
    if (first != second) {
      first.addSuppressed(second);
    }
    return first;
  }
}
