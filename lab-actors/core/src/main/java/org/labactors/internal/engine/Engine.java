package org.labactors.internal.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.experiment.Resident;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.Recent;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

/**
 * Decides what an engine does. Its methods are events, named in the past tense; what they return is
 * to be done, in order. It has no clock and no thread: trials are run by its {@link TrialRunner},
 * and each event brings the time, as {@link System#nanoTime()} gives it.
 *
 * <p><b>Work.</b> The engine asks for work while it holds fewer than two assignments. An assignment
 * is taken once, however often it comes. What is given back of an assignment is reported as a
 * whole, so that a report may be lost or repeated.
 *
 * <p><b>Results.</b> They are sent until they are confirmed. A run that is withdrawn ends here when
 * nothing of it is held and all that was measured of it is confirmed.
 *
 * <p><b>Leaving.</b> An engine that finishes takes no more work, and leaves when all that it has
 * measured is confirmed. One that stops leaves at once. It asks to be let go until it is.
 */
final class Engine {

  /** How many assignments an engine holds at the most: the one it runs and the next. */
  private static final int MOST_ASSIGNMENTS = 2;

  /** How many of the assignments it keeps in mind of which it has given something back. */
  private static final int MOST_GIVEN_BACK = 64;

  /** What an engine is doing. It never goes back to an earlier phase. */
  private enum Phase {
    /** It asks the lab to know it. */
    JOINING,
    /** It asks for work and does it. */
    WORKING,
    /** It does what it has begun. */
    FINISHING,
    /** It asks the lab to count on it no more. */
    LEAVING
  }

  /** How far a run is that the engine knows. */
  private enum RunPhase {
    /** Its study is being opened. */
    OPENING,
    /** Its study is being set up. */
    STARTING,
    /** Its study is set up. */
    READY,
    /** It is to be dropped when all that was measured of it is recorded. */
    WITHDRAWING
  }

  private final EngineId id;
  private final TrialRunner runner;
  private final Outbox outbox;
  private final UnconfirmedBatches unconfirmed;
  private final Requests requests;
  private final Map<RunId, RunPhase> runs = new LinkedHashMap<>();

  /** What was given back of assignments. It may have to be said again, when they are finished. */
  private final Recent<Long, TrialRange> givenBack = new Recent<>(MOST_GIVEN_BACK);

  private Phase phase = Phase.JOINING;

  /**
   * An engine that has not begun.
   *
   * @param runner puts results into the outbox
   * @param outbox puts batches into the book
   * @param unconfirmed the book of batches
   */
  Engine(
      EngineId id,
      TrialRunner runner,
      Outbox outbox,
      UnconfirmedBatches unconfirmed,
      Requests requests) {
    this.id = id;
    this.runner = runner;
    this.outbox = outbox;
    this.unconfirmed = unconfirmed;
    this.requests = requests;
  }

  /** It is there. */
  List<EngineEffect> started(long now) {
    return List.of(requests.register(now));
  }

  /** The lab knows the engine. It may say so again. */
  List<EngineEffect> registered(long now) {
    List<EngineEffect> effects = new ArrayList<>();
    if (phase == Phase.JOINING) {
      phase = Phase.WORKING;
      pull(now, effects);
    }
    return effects;
  }

  /** The lab wants to know whether the engine can run a study. */
  List<EngineEffect> asked(RunId run, SentStudy study) {
    RunPhase known = runs.putIfAbsent(run, RunPhase.OPENING);
    if (known == null) {
      return List.of(new EngineEffect.Open(run, study));
    }
    return known == RunPhase.OPENING || known == RunPhase.STARTING
        ? List.of()
        : List.of(new EngineEffect.Tell(new FromEngine.CanRun(id, run)));
  }

  /** A study is open; it is to be set up. */
  List<EngineEffect> opened(RunId run, Study study) {
    if (!runs.replace(run, RunPhase.OPENING, RunPhase.STARTING)) {
      return List.of(); // it was withdrawn meanwhile
    }
    return List.of(new EngineEffect.SetUp(run, study));
  }

  /** A study is set up. */
  List<EngineEffect> ready(RunId run, Study study, PreparedStudy prepared) {
    if (!runs.replace(run, RunPhase.STARTING, RunPhase.READY)) {
      Resident.close(prepared.experiment());
      return List.of();
    }
    runner.add(run, study, prepared);
    return List.of(new EngineEffect.Tell(new FromEngine.CanRun(id, run)));
  }

  /** A study cannot be opened or set up. */
  List<EngineEffect> refused(RunId run, String why) {
    if (!runs.remove(run, RunPhase.OPENING) && !runs.remove(run, RunPhase.STARTING)) {
      return List.of();
    }
    return List.of(
        new EngineEffect.Release(run),
        new EngineEffect.Tell(new FromEngine.CannotRun(id, run, why)));
  }

  /** A study that is set up cannot be run any more. */
  List<EngineEffect> couldNotGoOn(RunId run, String why) {
    return List.of(new EngineEffect.Tell(new FromEngine.CannotRun(id, run, why)));
  }

  /** An assignment came. It may come again. */
  List<EngineEffect> assigned(Assignment assignment, long now) {
    List<EngineEffect> effects = new ArrayList<>();
    if (phase.compareTo(Phase.WORKING) > 0) {
      if (requests.isAnsweredBy(assignment)) {
        noteGivenBack(assignment.number(), assignment.trials());
      }
      giveBack(assignment.number(), assignment.trials().first(), effects);
    } else if (!isReady(assignment.run())) {
      effects.add(new EngineEffect.Tell(new FromEngine.Describe(id, assignment.run())));
    } else if (requests.isAnsweredBy(assignment)) {
      runner.put(assignment);
      pull(now, effects);
    }
    return effects;
  }

  private boolean isReady(RunId run) {
    RunPhase known = runs.get(run);
    return known == RunPhase.READY || known == RunPhase.WITHDRAWING;
  }

  /**
   * What is not started of an assignment is wanted back.
   *
   * @param from the first trial that is
   */
  List<EngineEffect> recalled(long assignment, long from) {
    List<EngineEffect> effects = new ArrayList<>();
    if (requests.hasReceived(assignment)) { // if it was lost, it comes again
      giveBack(assignment, from, effects);
    }
    return effects;
  }

  private void giveBack(long assignment, long from, List<EngineEffect> effects) {
    Optional<TrialThread.GivenBack> given = runner.giveBack(assignment, from);
    given
        .flatMap(TrialThread.GivenBack::trials)
        .ifPresent(trials -> noteGivenBack(assignment, trials));
    boolean more = given.isPresent() && given.get().more();
    effects.add(
        new EngineEffect.Tell(
            new FromEngine.Returned(id, assignment, givenBack.get(assignment), more)));
  }

  private void noteGivenBack(long assignment, TrialRange trials) {
    boolean unused = givenBack.note(assignment, trials);
  }

  /**
   * A run was withdrawn.
   *
   * @param discard whether what was measured of it is not to be recorded, because it cannot be
   */
  List<EngineEffect> withdrawn(RunId run, boolean discard, long now) {
    List<EngineEffect> effects = new ArrayList<>();
    runs.put(run, RunPhase.WITHDRAWING);
    runner.drop(run);
    if (discard) {
      flush(false, now, effects);
      unconfirmed.discard(run);
    }
    endWithdrawals(now, effects);
    return effects;
  }

  /** Batches are on disk. */
  List<EngineEffect> confirmed(List<BatchId> batches, long now) {
    batches.forEach(unconfirmed::confirmed);
    List<EngineEffect> effects = new ArrayList<>();
    endWithdrawals(now, effects);
    leaveIfDone(now, effects);
    return effects;
  }

  /** It is to give back what it has not started, finish the rest, and leave. */
  List<EngineEffect> givenNotice(long now) {
    List<EngineEffect> effects = new ArrayList<>();
    if (phase.compareTo(Phase.FINISHING) < 0) {
      phase = Phase.FINISHING;
    }
    for (Assignment assignment : runner.assignments()) {
      giveBack(assignment.number(), 0, effects);
    }
    leaveIfDone(now, effects);
    return effects;
  }

  /** It is to leave everything to others, at once. */
  List<EngineEffect> stopped(long now) {
    List<EngineEffect> effects = new ArrayList<>();
    runner.stop();
    flush(false, now, effects);
    leave(now, effects);
    return effects;
  }

  private void leaveIfDone(long now, List<EngineEffect> effects) {
    if (phase.compareTo(Phase.FINISHING) >= 0) {
      flush(true, now, effects);
      if (runner.assignments().isEmpty() && outbox.isEmpty()) {
        leave(now, effects);
      }
    }
  }

  private void leave(long now, List<EngineEffect> effects) {
    if (phase != Phase.LEAVING) {
      phase = Phase.LEAVING;
      effects.add(requests.leave(now));
    }
  }

  /** An assignment is finished. */
  List<EngineEffect> finished(long now) {
    List<EngineEffect> effects = new ArrayList<>();
    if (runner.assignments().isEmpty()) {
      flush(true, now, effects); // the lab may be waiting for just these results
    }
    pull(now, effects);
    endWithdrawals(now, effects);
    leaveIfDone(now, effects);
    return effects;
  }

  /** A trial ran out of memory, and may be tried elsewhere. */
  List<EngineEffect> ranOutOfMemory(Assignment assignment, long trial) {
    return List.of(
        new EngineEffect.Tell(new FromEngine.RanOutOfMemory(id, assignment.number(), trial)));
  }

  /** A batch is full. */
  List<EngineEffect> filled(long now) {
    List<EngineEffect> effects = new ArrayList<>();
    flush(true, now, effects);
    return effects;
  }

  /** Until now the JVM stood still. */
  void stoodStill(long from, long now) {
    runner.leaveOut(from, now);
  }

  /** Time has passed. */
  List<EngineEffect> ticked(long now) {
    List<EngineEffect> effects = new ArrayList<>();
    runner.checkTimeout(now);
    // One that has stopped would begin other trials on another thread.
    if (phase != Phase.LEAVING && runner.giveUpIfStuck(now)) {
      effects.add(new EngineEffect.Tell(new FromEngine.ThreadAbandoned(id)));
    }
    flush(false, now, effects);
    effects.addAll(unconfirmed.resend(now));
    if (requests.isDue(now)) {
      askAgain(now, effects);
    }
    endWithdrawals(now, effects);
    leaveIfDone(now, effects);
    return effects;
  }

  /** Repeats what has not been answered for long. */
  private void askAgain(long now, List<EngineEffect> effects) {
    switch (phase) {
      case JOINING -> effects.add(requests.register(now));
      case LEAVING -> effects.add(requests.leave(now));
      case WORKING, FINISHING -> {
        if (requests.isHungry()) {
          if (requests.mayBeForgotten()) {
            effects.add(requests.register(now));
          }
          pull(now, effects);
        }
      }
    }
  }

  private void pull(long now, List<EngineEffect> effects) {
    if (phase == Phase.WORKING) {
      List<Long> holding = runner.assignments().stream().map(Assignment::number).toList();
      if (holding.size() < MOST_ASSIGNMENTS) {
        effects.add(requests.pull(holding, outbox.isEmpty(), now));
      }
    }
  }

  /**
   * Hands over what was measured.
   *
   * @param awaited whether the engine is to hear as soon as all that it ever measured is on disk
   */
  private void flush(boolean awaited, long now, List<EngineEffect> effects) {
    outbox.seal();
    effects.addAll(unconfirmed.send(awaited, now));
  }

  private void endWithdrawals(long now, List<EngineEffect> effects) {
    if (!runs.containsValue(RunPhase.WITHDRAWING)) {
      return;
    }
    flush(true, now, effects);
    for (RunId run : List.copyOf(runs.keySet())) {
      if (runs.get(run) == RunPhase.WITHDRAWING && !holds(run)) {
        runs.remove(run);
        runner.forget(run);
        effects.add(new EngineEffect.Release(run));
        effects.add(new EngineEffect.Tell(new FromEngine.Withdrawn(id, run)));
      }
    }
  }

  private boolean holds(RunId run) {
    return runner.assignments().stream().anyMatch(each -> each.run().equals(run))
        || outbox.holds(run)
        || unconfirmed.runs().contains(run);
  }

  /**
   * Checks what must always hold.
   *
   * @throws IllegalStateException if it does not
   */
  void checkInvariants() {
    unconfirmed.checkInvariants();
    List<Assignment> held = runner.assignments();
    for (Assignment assignment : held) {
      require(isReady(assignment.run()), "it holds what it has no study for", assignment);
      require(requests.hasReceived(assignment.number()), "it holds what has not come", assignment);
    }
    require(held.stream().distinct().count() == held.size(), "it holds something twice", held);
    for (RunId run : unconfirmed.runs()) {
      require(isReady(run), "it forgot a run of which there are unconfirmed batches", run);
    }
    require(
        phase != Phase.JOINING || (held.isEmpty() && outbox.isEmpty()),
        "it works before the lab knows it",
        held);
  }

  private void require(boolean holds, String violation, Object what) {
    if (!holds) {
      throw new IllegalStateException(id + ", " + phase + ": " + violation + ": " + what);
    }
  }
}
