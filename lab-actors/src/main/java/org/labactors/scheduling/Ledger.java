package org.labactors.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Decides who runs what. Its methods are events, named in the past tense; what they return is to be
 * done, in order. It has no clock and no thread.
 *
 * <p><b>Pulling.</b> An engine says when it has room; it is never given work otherwise. An engine
 * with nothing to do gets an assignment as soon as there is one, by the rules of {@link Allotment}.
 *
 * <p><b>Losses.</b> What a lost engine held and may have been running goes out again one by one,
 * each trial alone on its engine. An engine that dies with one trial only tells which one it was;
 * after {@code maxAttempts} such deaths the trial is given up. A trial that ran out of memory is
 * tried once more, when nothing else of its run is running: then its failure is its own.
 *
 * <p><b>Safety.</b> Whatever is lost, late or repeated, a trial is only ever handed out again, and
 * recording is idempotent. So each is recorded exactly once.
 */
public final class Ledger {

  /** A recall that has not been answered for so long is repeated. */
  private static final Duration RECALL_PATIENCE = Duration.ofSeconds(2);

  private final Policy policy;
  private final Map<RunId, RunBook> runs = new LinkedHashMap<>();
  private final Map<EngineId, EngineBook> engines = new LinkedHashMap<>();

  /** The engines that hold nothing and have asked for work in vain, the longest-waiting first. */
  private final Set<EngineId> idle = new LinkedHashSet<>();

  private final Allotment allotment;
  private int abandoned;

  public Ledger(Policy policy) {
    this.policy = policy;
    this.allotment = new Allotment(policy, runs);
  }

  /** A run begins, with these trials still to be recorded. */
  public List<Effect> submitted(RunId run, TrialRanges pending, Tally tally, Instant now) {
    RunBook book = new RunBook(run, pending, tally, now);
    runs.put(run, book);
    List<Effect> effects = new ArrayList<>();
    if (!endIfDone(book, now, effects)) {
      serveIdle(now, effects);
    }
    return effects;
  }

  /** An engine is there. */
  public List<Effect> engineJoined(EngineId engine) {
    engines.putIfAbsent(engine, new EngineBook(engine));
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
    EngineBook book = engines.get(engine);
    if (book == null) {
      return List.of();
    }
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
      book.hungry = true;
      book.holding = holding.size();
      serve(book, now, effects);
    }
    return effects;
  }

  private void takeBackLost(EngineBook engine, List<Long> holding) {
    for (Lease lease : List.copyOf(engine.leases.values())) {
      if (!holding.contains(lease.assignment().number())) {
        RunBook book = book(lease);
        book.placeFor(lease).addAll(lease.outstanding());
        drop(book, lease);
      }
    }
  }

  /**
   * Trials are on disk.
   *
   * @param tally how many of the run are now
   * @param seconds how long they took together
   */
  public List<Effect> recorded(
      RunId run, TrialRange trials, Tally tally, double seconds, EngineId by, Instant now) {
    RunBook book = runs.get(run);
    if (book == null) {
      return List.of();
    }
    long news = book.recorded(trials, tally, by);
    if (news > 0) {
      book.pace.recorded(news, seconds, now);
    }
    for (Lease lease : leasesWith(book, trials, by)) {
      release(book, lease, trials);
    }
    List<Effect> effects = new ArrayList<>();
    if (!endIfDone(book, now, effects)) {
      EngineBook engine = engines.get(by);
      if (engine != null) {
        serve(engine, now, effects);
      }
      if (!book.deferred.isEmpty()) {
        serveIdle(now, effects);
      }
    }
    return effects;
  }

  /** An engine gives back trials of an assignment that it has not started. */
  public List<Effect> returned(
      EngineId engine, long assignment, Optional<TrialRange> trials, Instant now) {
    return takenBack(engine, assignment, trials, false, now);
  }

  /** An engine gives back a trial that ran out of memory. */
  public List<Effect> ranOutOfMemory(EngineId engine, long assignment, long trial, Instant now) {
    return takenBack(engine, assignment, Optional.of(TrialRange.of(trial)), true, now);
  }

  private List<Effect> takenBack(
      EngineId engine, long assignment, Optional<TrialRange> trials, boolean defer, Instant now) {
    EngineBook engineBook = engines.get(engine);
    Lease lease = engineBook == null ? null : engineBook.leases.get(assignment);
    if (lease == null) {
      return List.of();
    }
    RunBook book = book(lease);
    if (!defer) {
      lease.recallAnswered(trials.isEmpty());
    }
    trials.ifPresent(
        range -> {
          for (TrialRange part : lease.outstanding().within(range)) {
            (defer ? book.deferred : book.pending).add(part);
          }
          release(book, lease, range);
        });
    List<Effect> effects = new ArrayList<>();
    serveIdle(now, effects);
    return effects;
  }

  /** An engine cannot run the study of a run. */
  public List<Effect> refused(EngineId engine, RunId run, String why, Instant now) {
    RunBook book = runs.get(run);
    EngineBook engineBook = engines.get(engine);
    if (book == null || engineBook == null) {
      return List.of();
    }
    book.excluded.add(engine);
    for (Lease lease : engineBook.leasesOf(run)) {
      book.pending.addAll(lease.outstanding());
      drop(book, lease);
    }
    List<Effect> effects = new ArrayList<>();
    if (book.excluded.containsAll(engines.keySet())) {
      book.trouble(why);
      stop(book, Progress.State.BROKEN, now, effects);
    }
    serveIdle(now, effects);
    return effects;
  }

  /** An engine has died or is out of reach. */
  public List<Effect> engineLost(EngineId engine, Instant now) {
    EngineBook engineBook = engines.remove(engine);
    if (engineBook == null) {
      return List.of();
    }
    List<Effect> effects = new ArrayList<>();
    List<Lease> leases = List.copyOf(engineBook.leases.values());
    boolean certain = leases.size() == 1 && leases.get(0).outstanding().size() == 1;
    long ahead = policy.maxAhead();
    for (Lease lease : leases) {
      RunBook book = book(lease);
      TrialRanges outstanding = lease.outstanding().copy();
      drop(book, lease);
      if (certain) {
        blame(book, outstanding.ranges().get(0).first(), engine, effects);
      } else {
        ahead -= suspect(book, outstanding, ahead);
      }
    }
    gone(engine, now, effects);
    return effects;
  }

  /** An engine has left of its own accord; what it held may go to anybody. */
  public List<Effect> engineLeft(EngineId engine, Instant now) {
    EngineBook engineBook = engines.remove(engine);
    if (engineBook == null) {
      return List.of();
    }
    for (Lease lease : List.copyOf(engineBook.leases.values())) {
      RunBook book = book(lease);
      book.placeFor(lease).addAll(lease.outstanding());
      drop(book, lease);
    }
    List<Effect> effects = new ArrayList<>();
    gone(engine, now, effects);
    return effects;
  }

  private void gone(EngineId engine, Instant now, List<Effect> effects) {
    idle.remove(engine);
    for (RunBook book : List.copyOf(runs.values())) {
      book.excluded.remove(engine);
      if (book.withdrawing.remove(engine)) {
        endIfWithdrawn(book, now, effects);
      }
    }
    serveIdle(now, effects);
  }

  private void blame(RunBook book, long trial, EngineId engine, List<Effect> effects) {
    List<EngineId> died = book.died(trial, engine);
    if (died.size() >= policy.maxAttempts()) {
      book.givenUp.add(TrialRange.of(trial));
      effects.add(new Effect.GiveUp(book.id, trial, died));
    } else {
      book.suspects.add(TrialRange.of(trial));
    }
  }

  /** Puts what may have been running under suspicion, the rest back; returns how many that are. */
  private static long suspect(RunBook book, TrialRanges outstanding, long ahead) {
    TrialRanges rest = outstanding.copy();
    long suspects = 0;
    while (suspects < ahead) {
      TrialRange next = rest.takeFirst(ahead - suspects);
      if (next == null) {
        break;
      }
      book.suspects.add(next);
      suspects += next.size();
    }
    book.pending.addAll(rest);
    return suspects;
  }

  /** Somebody called a run off. */
  public List<Effect> cancelled(RunId run, Instant now) {
    return stopped(run, Progress.State.CANCELLED, null, now);
  }

  /** A run cannot go on. */
  public List<Effect> broke(RunId run, String why, Instant now) {
    RunBook book = runs.get(run);
    if (book != null && !book.isRunning()) {
      book.trouble(why);
      book.end(Progress.State.BROKEN); // engines that wait for their results to be recorded stop
    }
    return stopped(run, Progress.State.BROKEN, why, now);
  }

  private List<Effect> stopped(
      RunId run, Progress.State how, @Nullable String trouble, Instant now) {
    RunBook book = runs.get(run);
    List<Effect> effects = new ArrayList<>();
    if (book != null && book.isRunning()) {
      if (trouble != null) {
        book.trouble(trouble); // what else is in the way still is
      }
      stop(book, how, now, effects);
      serveIdle(now, effects);
    }
    return effects;
  }

  /** An engine has dropped a run, and all that it measured of it is recorded. */
  public List<Effect> withdrawn(EngineId engine, RunId run, Instant now) {
    List<Effect> effects = new ArrayList<>();
    RunBook book = runs.get(run);
    if (book != null && book.withdrawing.remove(engine)) {
      endIfWithdrawn(book, now, effects);
    }
    return effects;
  }

  /** Recording is held up, or goes on if there is no trouble any more. */
  public void troubled(RunId run, @Nullable String what) {
    RunBook book = runs.get(run);
    if (book != null) {
      book.trouble(what);
    }
  }

  /** An engine gave up a thread that ignored being interrupted. */
  public void threadAbandoned() {
    abandoned++;
  }

  /** Time has passed. */
  public List<Effect> tick(Instant now) {
    List<Effect> effects = new ArrayList<>();
    for (RunBook book : runs.values()) {
      book.leases.values().forEach(lease -> lease.forgetRecall(now.minus(RECALL_PATIENCE)));
      book.withdrawing.forEach(engine -> effects.add(withdraw(engine, book)));
    }
    serveIdle(now, effects);
    return effects;
  }

  /** How far a run is; empty if there is none, or it has ended. */
  public Optional<Progress> progress(RunId run, Instant now) {
    return Optional.ofNullable(runs.get(run)).map(book -> book.progress(now, abandoned));
  }

  /** The runs that have not ended. */
  public Set<RunId> runs() {
    return Set.copyOf(runs.keySet());
  }

  // Handing out.

  private void serveIdle(Instant now, List<Effect> effects) {
    if (idle.isEmpty()) {
      return;
    }
    if (runs.values().stream().anyMatch(RunBook::hasWork)) {
      for (EngineId engine : List.copyOf(idle)) {
        EngineBook book = engines.get(engine);
        if (book != null) {
          assign(book, effects);
        }
      }
    }
    if (!idle.isEmpty()) {
      recallFor(idle.iterator().next(), now, effects);
    }
  }

  /** Gives an engine something to do, if it has asked for it and there is something. */
  private void serve(EngineBook engine, Instant now, List<Effect> effects) {
    if (!engine.hungry || assign(engine, effects) || engine.holding > 0) {
      return;
    }
    idle.add(engine.id);
    recallFor(engine.id, now, effects);
  }

  private boolean assign(EngineBook engine, List<Effect> effects) {
    Optional<Lease> next = allotment.next(engine, engines.size());
    next.ifPresent(
        lease -> {
          book(lease).add(lease);
          engine.leases.put(lease.assignment().number(), lease);
          engine.hungry = false;
          idle.remove(engine.id);
          effects.add(new Effect.Assign(engine.id, lease.assignment()));
        });
    return next.isPresent();
  }

  /** Asks whoever has the most left to give part of it back, for an engine that has nothing. */
  private void recallFor(EngineId engine, Instant now, List<Effect> effects) {
    allotment
        .longestLease(engine)
        .ifPresent(
            lease -> {
              lease.recalledAt(now);
              effects.add(
                  new Effect.Recall(
                      lease.engine(),
                      lease.assignment().number(),
                      Allotment.firstToRecall(lease, idle.size())));
            });
  }

  // Ending.

  private boolean endIfDone(RunBook book, Instant now, List<Effect> effects) {
    if (!book.isRunning() || !book.unrecorded.isEmpty()) {
      return false;
    }
    book.end(Progress.State.COMPLETED);
    end(book, now, effects);
    // They need not answer; they only have to forget the study.
    engines.keySet().forEach(id -> effects.add(new Effect.Withdraw(id, book.id, true)));
    return true;
  }

  private void stop(RunBook book, Progress.State how, Instant now, List<Effect> effects) {
    book.end(how);
    for (EngineId engine : engines.keySet()) {
      if (!book.excluded.contains(engine)) {
        book.withdrawing.add(engine);
        effects.add(withdraw(engine, book));
      }
    }
    endIfWithdrawn(book, now, effects);
  }

  private static Effect withdraw(EngineId engine, RunBook book) {
    return new Effect.Withdraw(engine, book.id, book.state() == Progress.State.BROKEN);
  }

  private void endIfWithdrawn(RunBook book, Instant now, List<Effect> effects) {
    if (!book.isRunning() && book.withdrawing.isEmpty()) {
      end(book, now, effects);
    }
  }

  private void end(RunBook book, Instant now, List<Effect> effects) {
    List.copyOf(book.leases.values()).forEach(lease -> drop(book, lease));
    runs.remove(book.id);
    effects.add(new Effect.End(book.id, book.progress(now, abandoned)));
  }

  // Leases.

  private RunBook book(Lease lease) {
    RunBook book = runs.get(lease.assignment().run());
    if (book == null) {
      throw new IllegalStateException("a lease of a run that has ended: " + lease.assignment());
    }
    return book;
  }

  /** The leases that hold some of these trials, which as a rule is one of the engine's own. */
  private List<Lease> leasesWith(RunBook book, TrialRange trials, EngineId by) {
    EngineBook engine = engines.get(by);
    if (engine != null) {
      for (Lease lease : engine.leasesOf(book.id)) {
        if (lease.outstanding().containsAll(trials)) {
          return List.of(lease);
        }
      }
    }
    return book.leases.values().stream()
        .filter(lease -> lease.assignment().trials().overlaps(trials))
        .toList();
  }

  private void release(RunBook book, Lease lease, TrialRange trials) {
    book.release(lease, trials);
    if (lease.isEmpty()) {
      forget(lease);
    }
  }

  private void drop(RunBook book, Lease lease) {
    book.drop(lease);
    forget(lease);
  }

  private void forget(Lease lease) {
    EngineBook engine = engines.get(lease.engine());
    if (engine != null) {
      engine.leases.remove(lease.assignment().number());
    }
  }

  /**
   * Checks what must always hold.
   *
   * @throws IllegalStateException if it does not
   */
  public void checkInvariants() {
    runs.values().forEach(RunBook::checkInvariants);
    engines.forEach(
        (id, engine) ->
            engine.leases.forEach(
                (number, lease) -> {
                  if (book(lease).leases.get(number) != lease) {
                    throw new IllegalStateException(id + " holds a lease its run does not know");
                  }
                }));
    for (EngineId engine : idle) {
      EngineBook book = engines.get(engine);
      if (book == null || !book.hungry || book.holding > 0) {
        throw new IllegalStateException(engine + " is not idle");
      }
    }
  }
}
