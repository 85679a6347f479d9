package org.labactors.internal.engine;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.internal.text.TimeText;

/** One go at one trial, on a {@link TrialThread}, which guards it. */
final class Attempt {

  final Job job;
  final long trial;
  private final long startNanos = System.nanoTime();
  private final double startSeconds = System.currentTimeMillis() / 1e3;
  private volatile boolean calledOff;
  private long calledOffNanos;

  /** What is to be recorded when its time is up, until that is done. */
  private @Nullable Result timedOut;

  /** How long it could not go on, since the JVM stood still. */
  private long standstillNanos;

  Attempt(Job job, long trial) {
    this.job = job;
    this.trial = trial;
  }

  /** Nothing that it returns will be recorded. */
  void callOff() {
    calledOffNanos = System.nanoTime();
    calledOff = true;
  }

  /** Whether it has been called off. The experiment may ask, on any thread. */
  boolean isCalledOff() {
    return calledOff;
  }

  /** Whether it has not returned for so long after it was called off. */
  boolean isStuck(long nanoTime, Duration grace) {
    return calledOff && isLonger(nanoTime - calledOffNanos, grace);
  }

  /** Leaves out of account a span in which the JVM stood still. */
  void leaveOut(long fromNanos, long toNanos) {
    standstillNanos += after(startNanos, fromNanos, toNanos);
    if (calledOff) {
      calledOffNanos += after(calledOffNanos, fromNanos, toNanos);
    }
  }

  private static long after(long begin, long fromNanos, long toNanos) {
    return Math.min(toNanos - fromNanos, Math.max(0, toNanos - begin));
  }

  /** Whether its time is up. */
  boolean isOverdue(long nanoTime) {
    Duration timeout = job.prepared.timeout();
    return timeout != null && !calledOff && isLonger(ownNanos(nanoTime), timeout);
  }

  private long ownNanos(long nanoTime) {
    return nanoTime - startNanos - standstillNanos;
  }

  private static boolean isLonger(long nanos, Duration limit) {
    return nanos > TimeUnit.NANOSECONDS.convert(limit); // the longest there is, if it is longer
  }

  /**
   * Calls it off since its time is up, which is to be recorded when it has returned, or is not
   * waited for any more.
   *
   * @param where what its thread is doing
   */
  void timeOut(StackTraceElement[] where) {
    timedOut = timedOut(where);
    callOff();
  }

  /** The result of a trial whose time was up, once: whoever takes it records it. */
  Optional<Result> takeTimedOut() {
    Optional<Result> taken = Optional.ofNullable(timedOut);
    timedOut = null;
    return taken;
  }

  private Result timedOut(StackTraceElement[] where) {
    StringBuilder dump = new StringBuilder("where it was when its time was up:\n");
    for (StackTraceElement frame : where) {
      dump.append("\tat ").append(frame).append('\n');
    }
    Duration timeout = Objects.requireNonNull(job.prepared.timeout());
    Duration own = Duration.ofNanos(ownNanos(System.nanoTime())).truncatedTo(ChronoUnit.MILLIS);
    return result(
        Status.TIMED_OUT,
        seconds(),
        new Result.Failure(
            "timed out: still running after "
                + TimeText.of(own)
                + ", more than "
                + TimeText.of(timeout),
            dump.toString()));
  }

  /** The result of a trial that failed outside its experiment. */
  Result failed(Result.Failure failure) {
    return result(Status.FAILED, seconds(), failure);
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private Result result(Status status, double seconds, Result.Failure failure) {
    return new Result(
        trial,
        status,
        Values.none().rows(),
        Map.of(),
        Map.of(),
        new Result.Timing(startSeconds, 0, seconds, 0),
        failure);
  }
}
