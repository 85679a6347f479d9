package org.labactors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.Effect;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/** What an engine of a {@link DisturbedWalk} does: it follows the protocol, in time made up. */
final class WalkEngine {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** Something an engine says to its lab. */
  interface Word {
    List<Effect> to(Ledger ledger, Instant now);
  }

  /**
   * A word on its way.
   *
   * @param again whether the engine says it again within a second anyhow
   */
  record Said(Word word, boolean again) {}

  /** An assignment and how far it is. */
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

  /** A trial that has been run. */
  record Done(RunId run, long trial, int attempt, int code) {}

  final EngineId id;

  /** The JVM that it is in. */
  final String node;

  /** Whether it can run the study. */
  boolean able;

  /** Whether the lab has heard of it, and that it can run the study. */
  boolean known;

  boolean accepted;

  /** Whether it does not work any more, and whether the lab has let it go. */
  boolean leaving;

  boolean released;

  /** Since when it has had nothing to do although there is work, and what was lost before that. */
  @Nullable Instant idleSince;

  int lostBefore;

  final Deque<Effect> inbox = new ArrayDeque<>();
  final Deque<Said> outbox = new ArrayDeque<>();
  final Deque<Done> results = new ArrayDeque<>();
  private final Map<RunId, Integer> studies = new HashMap<>();
  private final Set<RunId> withdrawing = new HashSet<>();
  private final Deque<Job> jobs = new ArrayDeque<>();
  private final Map<Long, TrialRange> given = new HashMap<>();
  private long received;
  private @Nullable Done running;
  private Instant busyUntil = Instant.MIN;
  private Instant askAt = Instant.MIN;

  WalkEngine(EngineId id, boolean able) {
    this.id = id;
    this.node = id.node();
    this.able = able;
  }

  boolean holdsStudies() {
    return !studies.isEmpty();
  }

  boolean hasNothingToDo() {
    return jobs.isEmpty() && running == null;
  }

  /** The trial that is running, if one is. */
  Optional<Long> running(RunId run) {
    return Optional.ofNullable(running).filter(done -> done.run().equals(run)).map(Done::trial);
  }

  /** Whether the trial that is running is the only one of its assignment. */
  boolean runsAlone() {
    return !jobs.isEmpty() && jobs.getFirst().assignment.trials().size() == 1;
  }

  /** Whether a trial is running on it or has been run and is not on record. */
  boolean hasBegun(long trial) {
    return (running != null && running.trial() == trial)
        || results.stream().anyMatch(done -> done.trial() == trial);
  }

  /** It has lost the ability to run the study, and says so. */
  void refuse(RunId run, String why) {
    able = false;
    drop(run);
    studies.remove(run);
    say((ledger, now) -> ledger.refused(id, run, why, now));
  }

  /** It takes on no more work. */
  void leave() {
    leaving = true;
    for (Job job : jobs) {
      giveBack(job.assignment.number(), 0);
    }
  }

  /**
   * It does what is due: says again what was not answered, ends a trial, begins the next.
   *
   * @param seconds how long a trial takes
   * @return the trial that it begins, if it does
   */
  Optional<Long> go(Instant now, LongFunction<Duration> seconds) {
    askAgain(now);
    if (running != null && !now.isBefore(busyUntil)) {
      results.add(running);
      running = null;
    }
    while (running == null && !jobs.isEmpty()) {
      Job job = jobs.getFirst();
      Integer code = studies.get(job.assignment.run());
      if (job.next < job.end && code != null) {
        long trial = job.next++;
        running = new Done(job.assignment.run(), trial, job.assignment.attempt(), code);
        busyUntil = now.plus(seconds.apply(trial));
        return Optional.of(trial);
      }
      jobs.removeFirst();
      askAt = Instant.MIN;
    }
    endWithdrawals();
    return Optional.empty();
  }

  private void askAgain(Instant now) {
    if (now.isBefore(askAt)) {
      return;
    }
    if (!known) {
      outbox.add(new Said((ledger, then) -> joined(ledger), true));
    } else if (leaving) {
      if (hasNothingToDo() && results.isEmpty()) {
        outbox.add(new Said(this::left, true));
      }
    } else if (jobs.size() < 2) {
      long highest = received;
      List<Long> holding = jobs.stream().map(job -> job.assignment.number()).toList();
      boolean settled = results.isEmpty() && running == null;
      outbox.add(
          new Said((ledger, then) -> ledger.pulled(id, highest, holding, settled, then), true));
    } else {
      return;
    }
    askAt = now.plus(AGAIN);
  }

  private List<Effect> joined(Ledger ledger) {
    known = true;
    askAt = Instant.MIN;
    return ledger.engineJoined(id);
  }

  private List<Effect> left(Ledger ledger, Instant now) {
    released = true; // the desk answers each time
    return ledger.engineLeft(id, now);
  }

  private void say(Word word) {
    outbox.add(new Said(word, false));
  }

  /**
   * It gets a message.
   *
   * @param code of the study that is sent with it, if one is
   */
  void got(Effect message, int code) {
    if (message instanceof Effect.Prepare prepare) {
      got(prepare, code);
    } else if (message instanceof Effect.Assign assign) {
      got(assign.assignment());
    } else if (message instanceof Effect.Recall recall) {
      if (recall.assignment() <= received) {
        giveBack(recall.assignment(), recall.from());
      }
    } else if (message instanceof Effect.Withdraw withdraw) {
      withdrawing.add(withdraw.run());
      drop(withdraw.run());
      if (withdraw.discard()) {
        results.removeIf(done -> done.run().equals(withdraw.run()));
      }
      endWithdrawals();
    }
  }

  private void got(Effect.Prepare prepare, int code) {
    RunId run = prepare.run();
    if (able) {
      studies.putIfAbsent(run, code);
      say(
          (ledger, now) -> {
            accepted = true;
            return ledger.accepted(id, run, now);
          });
    } else {
      say((ledger, now) -> ledger.refused(id, run, "it cannot", now));
    }
  }

  private void got(Assignment assignment) {
    long number = assignment.number();
    if (leaving) {
      if (number > received) {
        received = number;
        given.put(number, assignment.trials());
      }
      giveBack(number, 0);
    } else if (!studies.containsKey(assignment.run())) {
      say((ledger, now) -> ledger.asked(id, assignment.run()));
    } else if (number > received) {
      received = number;
      jobs.add(new Job(assignment));
      askAt = Instant.MIN;
    }
  }

  private void giveBack(long number, long from) {
    boolean more = false;
    for (Job job : jobs) {
      if (job.assignment.number() == number) {
        job.end = Math.min(job.end, Math.max(from, job.next));
        more = job.next < job.end;
        long last = job.assignment.trials().end();
        if (job.end < last) {
          given.put(number, new TrialRange(job.end, last));
        }
      }
    }
    Optional<TrialRange> trials = Optional.ofNullable(given.get(number));
    boolean holdsMore = more;
    say((ledger, now) -> ledger.returned(id, number, trials, holdsMore, now));
  }

  private void drop(RunId run) {
    jobs.removeIf(job -> job.assignment.run().equals(run));
    if (running != null && running.run().equals(run)) {
      running = null;
    }
  }

  private void endWithdrawals() {
    if (withdrawing.isEmpty()) {
      return;
    }
    for (RunId run : Set.copyOf(withdrawing)) {
      if (results.stream().noneMatch(done -> done.run().equals(run))) {
        withdrawing.remove(run);
        studies.remove(run);
        say((ledger, now) -> ledger.withdrawn(id, run, now));
      }
    }
  }

  /** Consecutive trials that have been run under one attempt, the first that wait. */
  List<Done> parcel() {
    if (results.isEmpty()) {
      return List.of();
    }
    List<Done> parcel = new ArrayList<>();
    for (Done done : results) {
      Done last = parcel.isEmpty() ? null : parcel.get(parcel.size() - 1);
      if (last != null
          && (!last.run().equals(done.run())
              || last.attempt() != done.attempt()
              || last.trial() + 1 != done.trial())) {
        break;
      }
      parcel.add(done);
    }
    return parcel;
  }
}
