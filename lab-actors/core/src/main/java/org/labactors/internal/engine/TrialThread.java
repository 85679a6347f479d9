package org.labactors.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Result;
import org.labactors.experiment.Trial;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/**
 * The thread on which an engine runs trials, one after the other, in the order in which they were
 * put on it. The other methods are for the engine's actor; they never wait for the thread.
 *
 * <p>A trial begins and ends once. The thread begins it, and takes its result; the actor may call
 * it off in between. All three happen under the monitor of this object, interrupting included: so
 * the actor overlooks no trial that has begun, and an interrupt hits the trial it is meant for, or
 * none.
 */
final class TrialThread {

  /** The group of all threads that run trials; what guards the JVM against them looks for it. */
  private static final ThreadGroup TRIALS = new ThreadGroup("trials");

  /** What the actor wants to know; called on the thread of the trials. */
  interface Events {
    void finished(Assignment assignment);

    void ranOutOfMemory(Assignment assignment, long trial);

    /** An experiment cannot be made ready; nothing more of its run is started. */
    void cannotRun(RunId run, String why);

    /** The thread has ended; this is a fault of the engine's, not of an experiment's. */
    void broke(Throwable fault);
  }

  private final LifeCycle lifeCycle;
  private final Outbox outbox;
  private final Events events;
  private final BlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final List<Job> unfinished = new ArrayList<>(2);
  private final Thread thread;

  /** The trial that is running. */
  private @Nullable Attempt current;

  private volatile boolean stopped;

  /** A thread that waits for work. */
  TrialThread(String name, LifeCycle lifeCycle, Outbox outbox, Events events) {
    this.lifeCycle = lifeCycle;
    this.outbox = outbox;
    this.events = events;
    this.thread = new Thread(TRIALS, this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Adds an assignment to the queue, to be begun when those before it are finished.
   *
   * @param prepared the study, set up for this thread
   */
  void put(Assignment assignment, PreparedStudy prepared) {
    put(new Job(assignment, prepared));
  }

  private synchronized void put(Job job) {
    unfinished.add(job);
    jobs.add(job);
  }

  /**
   * What was taken back of an assignment.
   *
   * @param trials all that ever was
   * @param more whether there is more of it that has not been started
   */
  record GivenBack(Optional<TrialRange> trials, boolean more) {}

  /**
   * Takes back what has not been started of an assignment; empty if that is finished.
   *
   * @param from the first trial to take back, if it has not been started
   */
  synchronized Optional<GivenBack> giveBack(long assignment, long from) {
    return unfinished.stream()
        .filter(job -> job.assignment.number() == assignment)
        .findFirst()
        .map(
            job -> {
              job.giveBack(from);
              return new GivenBack(job.givenBack(), job.hasMore());
            });
  }

  /** The assignments that are not finished. */
  synchronized List<Assignment> assignments() {
    return unfinished.stream().map(job -> job.assignment).toList();
  }

  /** Starts no more trials of a run and calls off the one that is running. */
  synchronized void drop(RunId run) {
    unfinished.stream()
        .filter(job -> job.assignment.run().equals(run))
        .forEach(job -> job.giveBack(0));
    Attempt running = current;
    if (running != null && running.job.assignment.run().equals(run)) {
      recordTimeout(running);
      callOff(running);
    }
  }

  /** Leaves a span in which this JVM stood still out of the time of the trial that is running. */
  synchronized void leaveOut(long fromNanos, long toNanos) {
    Attempt running = current;
    if (running != null) {
      running.leaveOut(fromNanos, toNanos);
    }
  }

  /**
   * Calls off the trial that is running if its time is up. That is recorded when the trial returns,
   * with what the experiment noted about it; or without, when it is given up.
   */
  synchronized void checkTimeout(long nanoTime) {
    Attempt running = current;
    if (running != null && running.isOverdue(nanoTime)) {
      running.timeOut(thread.getStackTrace());
      thread.interrupt();
    }
  }

  private void recordTimeout(Attempt attempt) {
    attempt.takeTimedOut().ifPresent(result -> outbox.put(attempt.job.assignment, result));
  }

  private void callOff(Attempt attempt) {
    if (!attempt.isCalledOff()) {
      attempt.callOff();
      thread.interrupt();
    }
  }

  /**
   * Gives the thread up if a trial called off has not returned for this long; the thread ends if
   * the trial ever does. What is left of its work is then to be {@linkplain #moveTo moved}.
   *
   * @return whether it was given up
   */
  synchronized boolean giveUpIfStuck(long nanoTime, Duration grace) {
    Attempt running = current;
    boolean stuck = running != null && running.isStuck(nanoTime, grace);
    if (running != null && stuck) {
      stopped = true;
      recordTimeout(running);
    }
    return stuck;
  }

  /**
   * Gives the thread up and moves what is left of its work to a new thread. The thread ends if the
   * trial it runs ever does; nothing that this trial returns is recorded.
   *
   * @param anew sets a study up again: the instance in use stays with this thread
   */
  synchronized void moveTo(TrialThread other, Function<RunId, PreparedStudy> anew) {
    unfinished.forEach(job -> other.put(job.rest(anew.apply(job.assignment.run()))));
    unfinished.clear();
  }

  /** Starts no more trials and calls off the one that is running. */
  synchronized void stop() {
    stopped = true;
    Attempt running = current;
    if (running != null) {
      recordTimeout(running);
      callOff(running);
    } else {
      thread.interrupt(); // it waits for work or for room, or is about to see that it is stopped
    }
  }

  /** Waits until the thread has ended. */
  void awaitEnd() throws InterruptedException {
    thread.join();
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
    PreparedStudy prepared = job.prepared;
    Thread.currentThread().setContextClassLoader(prepared.experiment().getClass().getClassLoader());
    while (!stopped) {
      awaitRoom();
      makeReady(job);
      Attempt attempt = begin(job);
      if (attempt == null) {
        return;
      }
      end(attempt, measure(attempt));
    }
  }

  /** Makes the experiment ready for the trials of a job that follow, if there are any. */
  private void makeReady(Job job) throws InterruptedException {
    while (job.prepared.experiment() instanceof Resident resident && following(job).isPresent()) {
      try {
        resident.ready();
        resident.ahead(new Following(job.prepared.trials(), following(job)));
        return;
      } catch (InterruptedException interrupt) {
        endIfStopped(interrupt);
      } catch (Exception cannot) {
        String why = cannot.getMessage();
        drop(job.assignment.run());
        events.cannotRun(job.assignment.run(), why == null ? cannot.toString() : why);
        return;
      }
    }
  }

  private synchronized Optional<TrialRange> following(Job job) {
    return job.following();
  }

  /** Begins the next trial of a job; null if there is none, or none is to be begun. */
  private synchronized @Nullable Attempt begin(Job job) {
    long trial = stopped ? -1 : job.claim();
    current = trial < 0 ? null : new Attempt(job, trial);
    return current;
  }

  private Result measure(Attempt attempt) {
    PreparedStudy prepared = attempt.job.prepared;
    try {
      Trial trial = prepared.trials().trial(attempt.trial, () -> attempt.isCalledOff() || stopped);
      return lifeCycle.run(prepared.experiment(), trial);
    } catch (Throwable outsideTheExperiment) {
      // A design that fails at this point, or no memory even to describe a failure.
      return attempt.failed(Result.Failure.of(outsideTheExperiment));
    }
  }

  private synchronized void end(Attempt attempt, Result result) {
    current = null;
    Thread.interrupted(); // whoever interrupted meant this trial
    if (!attempt.isCalledOff()) {
      deliver(attempt, result);
    } else {
      attempt
          .takeTimedOut()
          .map(timedOut -> timedOut.withNotesOf(result))
          .ifPresent(timedOut -> outbox.put(attempt.job.assignment, timedOut));
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

  private void finish(Job job) {
    if (takeOff(job)) {
      events.finished(job.assignment);
    }
  }

  /** Whether the job was still this one's. */
  private synchronized boolean takeOff(Job job) {
    return unfinished.remove(job);
  }
}
