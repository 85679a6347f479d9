package org.labactors.internal.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Runs trials when it is told to: what a thread does at some moment, it does in a method. What the
 * engine is to hear waits in a list, as it would wait in the mailbox of the actor.
 */
final class FakeRunner implements TrialRunner {

  /** What an engine hears of its runner. */
  interface News {
    List<EngineEffect> to(Engine engine, long now);
  }

  private static final long TIMEOUT = Duration.ofSeconds(10).toNanos();
  private static final long GRACE = Duration.ofSeconds(5).toNanos();

  private static final class Job {
    final Assignment assignment;
    long next;
    long end;

    Job(Assignment assignment) {
      this.assignment = assignment;
      this.next = assignment.trials().first();
      this.end = assignment.trials().end();
    }
  }

  /** The time. */
  long now;

  final Deque<News> news = new ArrayDeque<>();
  final Set<RunId> known = new HashSet<>();
  boolean stopped;

  /** Whether nothing is to be put on it any more. */
  boolean closed;

  /** The trials of which there is a result. */
  final Map<RunId, TrialRanges> measured = new HashMap<>();

  private final Map<Long, TrialRanges> begun = new HashMap<>();
  private final Outbox outbox;
  private final UnconfirmedBatches deliveries;
  private final List<Job> jobs = new ArrayList<>();

  /** The trial that is running, of the first job. */
  private OptionalLong running = OptionalLong.empty();

  private long begunNanos;
  private boolean calledOff;
  private long calledOffNanos;

  FakeRunner(int batchRows, UnconfirmedBatches deliveries) {
    this.deliveries = deliveries;
    this.outbox =
        new Outbox(
            "a", batchRows, 1 << 20, Long.MAX_VALUE, deliveries, () -> news.add(Engine::filled));
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public void add(RunId run, Study study, PreparedStudy bench) {
    known.add(run);
  }

  @Override
  public void forget(RunId run) {
    known.remove(run);
  }

  @Override
  public void put(Assignment assignment) {
    if (closed || !known.contains(assignment.run())) {
      throw new IllegalStateException(assignment + " is not to be run");
    }
    jobs.add(new Job(assignment));
  }

  @Override
  public List<Assignment> assignments() {
    return jobs.stream().map(job -> job.assignment).toList();
  }

  @Override
  public Optional<TrialThread.GivenBack> giveBack(long assignment, long from) {
    return jobs.stream()
        .filter(job -> job.assignment.number() == assignment)
        .findFirst()
        .map(
            job -> {
              job.end = Math.min(job.end, Math.max(from, job.next));
              long last = job.assignment.trials().end();
              return new TrialThread.GivenBack(
                  job.end < last ? Optional.of(new TrialRange(job.end, last)) : Optional.empty(),
                  job.next < job.end);
            });
  }

  @Override
  public void drop(RunId run) {
    for (Job job : jobs) {
      if (job.assignment.run().equals(run)) {
        job.end = Math.min(job.end, job.next);
      }
    }
    if (running.isPresent() && jobs.get(0).assignment.run().equals(run)) {
      callOff();
    }
  }

  private void callOff() {
    if (!calledOff) {
      calledOff = true;
      calledOffNanos = now;
    }
  }

  @Override
  public void leaveOut(long fromNanos, long toNanos) {
    begunNanos += toNanos - fromNanos;
  }

  @Override
  public void checkTimeout(long nanoTime) {
    if (running.isPresent() && !calledOff && nanoTime - begunNanos > TIMEOUT) {
      put(running.getAsLong(), Status.TIMED_OUT);
      callOff();
    }
  }

  @Override
  public boolean giveUpIfStuck(long nanoTime) {
    boolean stuck = running.isPresent() && calledOff && nanoTime - calledOffNanos > GRACE;
    if (stuck) {
      running = OptionalLong.empty();
      stopped = false;
    }
    return stuck;
  }

  @Override
  public void stop() {
    stopped = true;
    if (running.isPresent()) {
      callOff();
    }
  }

  // What happens on the thread.

  /** The trials of an assignment that have begun. */
  TrialRanges begunOf(long assignment) {
    return begun.computeIfAbsent(assignment, number -> new TrialRanges());
  }

  /** Whether a trial is running. */
  boolean isBusy() {
    return running.isPresent();
  }

  /** Begins a trial, or finishes an assignment of which nothing is left. Whether it could. */
  boolean begin() {
    if (stopped || running.isPresent() || jobs.isEmpty()) {
      return false;
    }
    Job job = jobs.get(0);
    if (job.next >= job.end) {
      jobs.remove(0);
      news.add(Engine::finished);
      return true;
    }
    if (!deliveries.hasRoom()) {
      return false;
    }
    running = OptionalLong.of(job.next++);
    begunOf(job.assignment.number()).add(TrialRange.of(running.getAsLong()));
    begunNanos = now;
    calledOff = false;
    return true;
  }

  /** The trial that is running returns. */
  void end() {
    long trial = running.orElseThrow();
    running = OptionalLong.empty();
    if (!calledOff) {
      put(trial, Status.OK);
    }
  }

  /** Memory runs out in the trial that is running. */
  void runOutOfMemory() {
    Assignment assignment = jobs.get(0).assignment;
    long trial = running.orElseThrow();
    running = OptionalLong.empty();
    if (calledOff) {
      return;
    }
    if (assignment.last()) {
      put(trial, Status.FAILED);
    } else {
      news.add((engine, then) -> engine.ranOutOfMemory(assignment, trial));
    }
  }

  /** Runs all that is there. */
  void runAll() {
    while (begin()) {
      if (isBusy()) {
        end();
      }
    }
  }

  private void put(long trial, Status status) {
    measured
        .computeIfAbsent(jobs.get(0).assignment.run(), run -> new TrialRanges())
        .add(TrialRange.of(trial));
    outbox.put(
        jobs.get(0).assignment,
        new Result(
            trial,
            status,
            List.of(Map.of("y", trial)),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            status == Status.OK ? null : new Result.Failure(status.toString(), "")));
  }
}
