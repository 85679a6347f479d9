package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Decides who runs what. Its methods are events, named in the past tense; what they return is to be
 * done, in order. It has no clock and no thread.
 *
 * <p><b>Pulling.</b> An engine says when it has room; it is never given work otherwise. An engine
 * with nothing to do gets an assignment as soon as there is one, by the rules of {@link
 * AssignmentPolicy}. Before its first assignment of a run it is asked whether it can run the study.
 *
 * <p><b>Losses.</b> What a lost engine held and may have been running goes out again one by one,
 * each trial alone on its node, since engines of a JVM die together. A node that dies with one
 * trial only tells which one it was; after {@code maxAttempts} such deaths the trial is given up. A
 * trial that ran out of memory is tried once more, when nothing else of its run is running: then
 * its failure is its own.
 *
 * <p><b>Failures.</b> A run in which too many trials fail, as its {@link FailureLimit} says, is
 * stopped. What is measured by then is recorded.
 *
 * <p><b>Safety.</b> Whatever is lost, late or repeated, a trial is only ever handed out again, and
 * recording is idempotent. So each is recorded exactly once.
 */
public final class Ledger {

  /** A recall that has not been answered for so long is repeated. */
  private static final Duration RECALL_PATIENCE = Duration.ofSeconds(2);

  private final Books books = new Books();
  private final Map<RunId, RunState> runs = books.runs;
  private final Map<EngineId, EngineState> engines = books.engines;
  private final Dispatcher dispatcher;
  private final LossRecovery recovery;
  private final RunCompletion completion = new RunCompletion(books);
  private final Refusals refusals;

  /** An empty ledger. */
  public Ledger(Policy policy) {
    this.dispatcher = new Dispatcher(policy, books);
    this.recovery = new LossRecovery(policy, books, dispatcher, completion);
    this.refusals = new Refusals(policy, books, dispatcher, completion);
  }

  /**
   * A run begins, with these trials still to be recorded.
   *
   * @param limit when it stops because trials fail
   */
  public List<Effect> submitted(
      RunId run, TrialRanges pending, Tally tally, FailureLimit limit, Instant now) {
    RunState book = new RunState(run, pending, tally, limit, now);
    runs.put(run, book);
    List<Effect> effects = new ArrayList<>();
    if (!completion.endIfDone(book, now, effects)) {
      dispatcher.serveIdle(now, effects);
    }
    return effects;
  }

  /** An engine is there. */
  public List<Effect> engineJoined(EngineId engine) {
    if (books.join(engine)) {
      refusals.joined();
    }
    return List.of();
  }

  /**
   * An engine has room for one more assignment. It may say so again until it gets one.
   *
   * @param received the highest number of an assignment that it has received, 0 for none
   * @param holding the numbers of the assignments it has not finished
   * @param settled whether all that it measured has been confirmed; what it does not hold then and
   *     is not recorded got lost on the way
   */
  public List<Effect> pulled(
      EngineId engine, long received, List<Long> holding, boolean settled, Instant now) {
    EngineState book = engines.get(engine);
    if (book == null) {
      return List.of();
    }
    book.received = Math.max(book.received, received);
    book.overtaken.removeIf(number -> number <= received && !holding.contains(number));
    List<Effect> effects = new ArrayList<>();
    for (Lease lease : book.leases.values()) {
      if (lease.assignment().number() > received) {
        effects.add(new Effect.Assign(engine, lease.assignment()));
      }
    }
    if (effects.isEmpty()) {
      if (settled) {
        takeBackLost(book, holding);
      }
      book.asked(holding.size(), now);
      dispatcher.serve(book, now, effects);
    }
    return effects;
  }

  private void takeBackLost(EngineState engine, List<Long> holding) {
    for (Lease lease : List.copyOf(engine.leases.values())) {
      if (!holding.contains(lease.assignment().number())) {
        books.takeBack(lease);
      }
    }
  }

  /**
   * Trials are on disk.
   *
   * @param failed those of them that are recorded as anything else than ok
   * @param tally how many of the run are now
   * @param seconds how long they took together
   */
  public List<Effect> recorded(
      RunId run,
      TrialRange trials,
      List<FailedTrial> failed,
      Tally tally,
      double seconds,
      EngineId by,
      Instant now) {
    RunState book = runs.get(run);
    if (book == null) {
      return List.of();
    }
    boolean mayWaitForRoom = book.failures.mostUnderWay() < Long.MAX_VALUE;
    long news = book.recorded(trials, failed, tally, by);
    if (news > 0) {
      book.pace.recorded(news, seconds, now);
    }
    for (Lease lease : books.leasesWith(book, trials, by)) {
      lease.heardAt(now);
      books.recorded(lease, trials, by);
    }
    List<Effect> effects = new ArrayList<>();
    if (!completion.endIfDone(book, now, effects) && !stopIfTooManyFailed(book, now, effects)) {
      EngineState engine = engines.get(by);
      if (engine != null) {
        dispatcher.serve(engine, now, effects);
      }
      if (mayWaitForRoom || !book.deferred.isEmpty()) {
        dispatcher.serveIdle(now, effects);
      }
    }
    return effects;
  }

  private boolean stopIfTooManyFailed(RunState book, Instant now, List<Effect> effects) {
    Optional<String> tooMany = book.isRunning() ? book.failures.tooMany() : Optional.empty();
    tooMany.ifPresent(
        why -> {
          book.trouble(why);
          completion.stop(book, Progress.State.STOPPED, now, effects);
          dispatcher.serveIdle(now, effects);
        });
    return tooMany.isPresent();
  }

  /**
   * An engine gives back trials of an assignment that it has not started.
   *
   * @param trials all that it ever gave back of the assignment; it may have said so before
   * @param more whether it holds more of it that it has not started
   */
  public List<Effect> returned(
      EngineId engine, long assignment, Optional<TrialRange> trials, boolean more, Instant now) {
    List<Effect> effects = new ArrayList<>();
    Lease lease = books.lease(engine, assignment);
    if (lease != null) {
      lease.heardAt(now);
      lease.recallAnswered(more);
      trials.ifPresent(range -> books.takeBack(lease, range));
      dispatcher.serveIdle(now, effects);
    }
    return effects;
  }

  /** An engine gives back a trial that ran out of memory. */
  public List<Effect> ranOutOfMemory(EngineId engine, long assignment, long trial, Instant now) {
    List<Effect> effects = new ArrayList<>();
    Lease lease = books.lease(engine, assignment);
    if (lease != null) {
      lease.heardAt(now);
      books.defer(lease, TrialRange.of(trial));
      dispatcher.serveIdle(now, effects);
    }
    return effects;
  }

  /** An engine asks for the study of a run. */
  public List<Effect> asked(EngineId engine, RunId run) {
    List<Effect> effects = new ArrayList<>();
    if (engines.containsKey(engine)) {
      refusals.asked(engine, run, effects);
    }
    return effects;
  }

  /** An engine can run the study of a run. */
  public List<Effect> accepted(EngineId engine, RunId run, Instant now) {
    List<Effect> effects = new ArrayList<>();
    EngineState book = engines.get(engine);
    if (book != null) {
      refusals.accepted(book, run, now, effects);
    }
    return effects;
  }

  /** An engine cannot run the study of a run. */
  public List<Effect> refused(EngineId engine, RunId run, String why, Instant now) {
    List<Effect> effects = new ArrayList<>();
    RunState book = runs.get(run);
    EngineState engineBook = engines.get(engine);
    if (book != null && engineBook != null) {
      refusals.refused(engineBook, book, why, now, effects);
    }
    return effects;
  }

  /**
   * An engine has died or is out of reach.
   *
   * @param how in words
   */
  public List<Effect> engineLost(EngineId engine, String how, Instant now) {
    EngineState book = engines.get(engine);
    return book == null ? List.of() : recovery.died(List.of(book), how, false, now);
  }

  /**
   * A JVM has ended, and all its engines with it.
   *
   * @param node as {@link EngineId#node()} names it
   * @param how in words
   * @param certain whether its machine says so; otherwise it may do so later
   */
  public List<Effect> nodeLost(String node, String how, boolean certain, Instant now) {
    if (certain) {
      recovery.learned(node, how);
    }
    return recovery.died(books.enginesOf(node), how, certain, now);
  }

  /** An engine has left of its own accord; what it held may go to anybody. */
  public List<Effect> engineLeft(EngineId engine, Instant now) {
    return recovery.left(engine, now);
  }

  /** Somebody called a run off. */
  public List<Effect> cancelled(RunId run, Instant now) {
    return stopped(run, Progress.State.CANCELLED, null, now);
  }

  /** A run cannot go on. */
  public List<Effect> broke(RunId run, String why, Instant now) {
    RunState book = runs.get(run);
    if (book != null && !book.isRunning()) {
      book.trouble(why);
      book.end(Progress.State.BROKEN); // engines that wait for their results to be recorded stop
    }
    return stopped(run, Progress.State.BROKEN, why, now);
  }

  private List<Effect> stopped(
      RunId run, Progress.State how, @Nullable String trouble, Instant now) {
    RunState book = runs.get(run);
    List<Effect> effects = new ArrayList<>();
    if (book != null && book.isRunning()) {
      if (trouble != null) {
        book.trouble(trouble); // what else is in the way still is
      }
      completion.stop(book, how, now, effects);
      dispatcher.serveIdle(now, effects);
    }
    return effects;
  }

  /** An engine has dropped a run, and all that it measured of it is recorded. */
  public List<Effect> withdrawn(EngineId engine, RunId run, Instant now) {
    List<Effect> effects = new ArrayList<>();
    completion.withdrawn(engine, run, now, effects);
    return effects;
  }

  /** Recording is held up, or goes on if there is no trouble any more. */
  public void troubled(RunId run, @Nullable String what) {
    RunState book = runs.get(run);
    if (book != null) {
      book.trouble(what);
    }
  }

  /** An engine gave up a thread that ignored being interrupted. */
  public void threadAbandoned() {
    books.abandonedThreads++;
  }

  /** Time has passed. */
  public List<Effect> tick(Instant now) {
    List<Effect> effects = new ArrayList<>(recovery.giveUp(now));
    for (RunState book : runs.values()) {
      book.leases.values().forEach(lease -> lease.forgetRecall(now.minus(RECALL_PATIENCE)));
    }
    completion.withdrawAgain(effects);
    refusals.breakHopeless(now, effects);
    dispatcher.serveIdle(now, effects);
    return effects;
  }

  /** How far a run is; empty if there is none, or it has ended. */
  public Optional<Progress> progress(RunId run, Instant now) {
    return Optional.ofNullable(runs.get(run)).map(book -> books.progress(book, now));
  }

  /** The runs that have not ended. */
  public Set<RunId> runs() {
    return Set.copyOf(runs.keySet());
  }

  /**
   * Checks what must always hold.
   *
   * @throws IllegalStateException if it does not
   */
  public void checkInvariants() {
    books.checkInvariants();
  }
}
