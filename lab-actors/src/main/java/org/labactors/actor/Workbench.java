package org.labactors.actor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.scheduling.Assignment;
import org.labactors.scheduling.RunId;
import org.labactors.study.TrialRange;

/**
 * The thread on which an engine runs trials, one after the other, in the order in which they were
 * put on it. The other methods are for the engine's actor; they never wait for the thread.
 *
 * <p>A trial ends once: either the thread takes its result, or the actor calls it off. Both happen
 * under the monitor of its {@link Attempt}, interrupting included, so an interrupt never hits the
 * next trial. What is left of an assignment is guarded by the monitor of its {@link Job}.
 */
final class Workbench {

  /** The group of all threads that run trials; what guards the JVM against them looks for it. */
  private static final ThreadGroup TRIALS = new ThreadGroup("trials");

  /** What the actor wants to know; called on the thread of the trials. */
  interface Events {
    void finished(Assignment assignment);

    void ranOutOfMemory(Assignment assignment, long trial);

    /** The thread has ended; this is a fault of the engine's, not of an experiment's. */
    void broke(Throwable fault);
  }

  /** An assignment and how far it is. */
  private static final class Job {
    final Assignment assignment;
    final Bench bench;
    private long next;
    private long end;

    Job(Assignment assignment, Bench bench, long next) {
      this.assignment = assignment;
      this.bench = bench;
      this.next = next;
      this.end = assignment.trials().end();
    }

    /** The next trial to start, −1 if there is none. */
    synchronized long claim() {
      return next < end ? next++ : -1;
    }

    /** Takes back what has not been started, as far down as a trial. */
    synchronized Optional<TrialRange> giveBack(long from) {
      long first = Math.max(from, next);
      if (first >= end) {
        return Optional.empty();
      }
      TrialRange unstarted = new TrialRange(first, end);
      end = first;
      return Optional.of(unstarted);
    }

    /** What has not been started, as a job of its own. */
    synchronized Job rest(Bench anew) {
      Job rest = new Job(assignment, anew, next);
      rest.end = end;
      end = next;
      return rest;
    }
  }

  /** One go at one trial. */
  private static final class Attempt {
    final Job job;
    final long trial;
    final @Nullable Duration timeout;
    final long startNanos;
    final double startSeconds;
    private volatile boolean calledOff;
    private boolean ended;
    private long calledOffNanos;

    Attempt(Job job, long trial, @Nullable Duration timeout) {
      this.job = job;
      this.trial = trial;
      this.timeout = timeout;
      this.startNanos = System.nanoTime();
      this.startSeconds = System.currentTimeMillis() / 1e3;
    }

    boolean isOverdue(long nanoTime) {
      return timeout != null && !calledOff && nanoTime - startNanos > timeout.toNanos();
    }
  }

  private final LifeCycle lifeCycle;
  private final Outbox outbox;
  private final Events events;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final List<Job> unfinished = new ArrayList<>(2);
  private final Thread thread;
  private volatile @Nullable Attempt current;
  private volatile boolean stopped;

  /** A workbench whose thread waits for work. */
  Workbench(String name, LifeCycle lifeCycle, Outbox outbox, Events events) {
    this.lifeCycle = lifeCycle;
    this.outbox = outbox;
    this.events = events;
    this.thread = new Thread(TRIALS, this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Puts an assignment on the bench, to be begun when those before it are finished.
   *
   * @param bench the study, set up for this thread
   */
  void put(Assignment assignment, Bench bench) {
    put(new Job(assignment, bench, assignment.trials().first()));
  }

  private void put(Job job) {
    synchronized (unfinished) {
      unfinished.add(job);
    }
    jobs.add(job);
  }

  /**
   * Takes back what has not been started of an assignment.
   *
   * @param from the first trial to take back, if it has not been started
   */
  Optional<TrialRange> giveBack(long assignment, long from) {
    synchronized (unfinished) {
      return unfinished.stream()
          .filter(job -> job.assignment.number() == assignment)
          .findFirst()
          .flatMap(job -> job.giveBack(from));
    }
  }

  /** The numbers of the assignments that are not finished. */
  List<Long> holding() {
    synchronized (unfinished) {
      return unfinished.stream().map(job -> job.assignment.number()).toList();
    }
  }

  /** The assignments that are not finished. */
  List<Assignment> assignments() {
    synchronized (unfinished) {
      return unfinished.stream().map(job -> job.assignment).toList();
    }
  }

  /** Whether an assignment of this run is not finished. */
  boolean holds(RunId run) {
    synchronized (unfinished) {
      return unfinished.stream().anyMatch(job -> job.assignment.run().equals(run));
    }
  }

  /** Starts no more trials of a run and calls off the one that is running. */
  void drop(RunId run) {
    synchronized (unfinished) {
      unfinished.stream()
          .filter(job -> job.assignment.run().equals(run))
          .forEach(job -> job.giveBack(0));
    }
    Attempt attempt = current;
    if (attempt != null && attempt.job.assignment.run().equals(run)) {
      callOff(attempt, Status.CANCELLED);
    }
  }

  /** Calls off the trial that is running if its time is up. */
  void checkTimeout(long nanoTime) {
    Attempt attempt = current;
    if (attempt != null && attempt.isOverdue(nanoTime)) {
      callOff(attempt, Status.TIMED_OUT);
    }
  }

  private void callOff(Attempt attempt, Status how) {
    synchronized (attempt) {
      if (attempt.ended || attempt.calledOff) {
        return;
      }
      if (how == Status.TIMED_OUT) {
        outbox.put(attempt.job.assignment, timedOut(attempt));
      }
      attempt.calledOffNanos = System.nanoTime();
      attempt.calledOff = true;
      thread.interrupt();
    }
  }

  private Result timedOut(Attempt attempt) {
    double seconds = (System.nanoTime() - attempt.startNanos) / 1e9;
    StringBuilder dump = new StringBuilder("where it was when its time was up:\n");
    for (StackTraceElement frame : thread.getStackTrace()) {
      dump.append("\tat ").append(frame).append('\n');
    }
    return new Result(
        attempt.trial,
        Status.TIMED_OUT,
        Values.none().rows(),
        Map.of(),
        Map.of(),
        new Result.Timing(attempt.startSeconds, 0, seconds, 0),
        new Result.Failure(
            "timed out: still running after " + seconds + " s, more than " + attempt.timeout,
            dump.toString()));
  }

  /**
   * Gives the thread up if a trial called off has not returned for this long; the thread ends if
   * the trial ever does. What is left of its work is then to be {@linkplain #moveTo moved}.
   *
   * @return whether it was given up
   */
  boolean giveUpIfStuck(long nanoTime, Duration grace) {
    Attempt attempt = current;
    if (attempt == null || !attempt.calledOff) {
      return false;
    }
    synchronized (attempt) {
      if (attempt.ended || nanoTime - attempt.calledOffNanos <= grace.toNanos()) {
        return false;
      }
      stopped = true;
      return true;
    }
  }

  /**
   * Gives the thread up and moves what is left of its work to a new workbench. The thread ends if
   * the trial it runs ever does; nothing that this trial returns is recorded.
   *
   * @param anew sets a study up again: the instance in use stays with this thread
   */
  void moveTo(Workbench other, Function<RunId, Bench> anew) {
    synchronized (unfinished) {
      unfinished.forEach(job -> other.put(job.rest(anew.apply(job.assignment.run()))));
      unfinished.clear();
    }
  }

  /** Starts no more trials and calls off the one that is running. */
  void stop() {
    stopped = true;
    Attempt attempt = current;
    if (attempt != null) {
      callOff(attempt, Status.CANCELLED);
    } else {
      thread.interrupt();
    }
  }

  // On the thread.

  private void work() {
    try {
      while (!stopped) {
        Job job = next();
        run(job);
        finish(job);
      }
    } catch (InterruptedException end) {
      // Stopped while it was waiting.
    } catch (Throwable fault) {
      events.broke(fault);
    }
  }

  private Job next() throws InterruptedException {
    while (true) {
      try {
        return jobs.take();
      } catch (InterruptedException interrupt) {
        endIfStopped(interrupt);
      }
    }
  }

  private void awaitRoom() throws InterruptedException {
    while (true) {
      try {
        outbox.awaitRoom();
        return;
      } catch (InterruptedException interrupt) {
        endIfStopped(interrupt);
      }
    }
  }

  /**
   * An experiment that has long returned may interrupt the thread it ran on; that means nothing.
   */
  private void endIfStopped(InterruptedException interrupt) throws InterruptedException {
    if (stopped) {
      throw interrupt;
    }
  }

  private void run(Job job) throws InterruptedException {
    Bench bench = job.bench;
    Thread.currentThread().setContextClassLoader(bench.experiment().getClass().getClassLoader());
    while (!stopped) {
      awaitRoom();
      long number = job.claim();
      if (number < 0) {
        return;
      }
      run(bench, new Attempt(job, number, bench.timeout()));
    }
  }

  private void run(Bench bench, Attempt attempt) {
    current = attempt;
    Result result = measure(bench, attempt);
    synchronized (attempt) {
      attempt.ended = true;
      Thread.interrupted(); // whoever interrupted meant this trial
      if (!attempt.calledOff) {
        deliver(attempt, result);
      }
    }
    current = null;
  }

  private Result measure(Bench bench, Attempt attempt) {
    try {
      Trial trial = bench.trials().trial(attempt.trial, () -> attempt.calledOff || stopped);
      return lifeCycle.run(bench.experiment(), trial);
    } catch (Throwable outsideTheExperiment) {
      // A design that fails at this point, or no memory even to describe a failure.
      return failed(attempt, Result.Failure.of(outsideTheExperiment));
    }
  }

  private void deliver(Attempt attempt, Result result) {
    Assignment assignment = attempt.job.assignment;
    Result.Failure failure = result.failure();
    if (failure != null && failure.outOfMemory() && !assignment.last()) {
      events.ranOutOfMemory(assignment, attempt.trial);
      return;
    }
    outbox.put(assignment, result);
  }

  private static Result failed(Attempt attempt, Result.Failure failure) {
    return new Result(
        attempt.trial,
        Status.FAILED,
        Values.none().rows(),
        Map.of(),
        Map.of(),
        new Result.Timing(
            attempt.startSeconds, 0, (System.nanoTime() - attempt.startNanos) / 1e9, 0),
        failure);
  }

  private void finish(Job job) {
    boolean mine;
    synchronized (unfinished) {
      mine = unfinished.remove(job);
    }
    if (mine) {
      events.finished(job.assignment);
    }
  }
}
