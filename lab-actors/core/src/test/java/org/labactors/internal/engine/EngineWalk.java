package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.scheduling.Effect;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.FailedTrial;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.scheduling.Policy;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Engines, a ledger and a notebook, between which messages are lost, late and repeated. Trials take
 * too long, hang, and run out of memory; runs are called off and break; engines come, leave and
 * die. What must always hold is checked after each step. At last nothing is disturbed any more:
 * then each run ends, and nothing of it is left anywhere.
 */
final class EngineWalk {

  private static final int STEPS = 300;
  private static final int QUIET_STEPS = 20_000;
  private static final int MOST_ENGINES = 3;
  private static final long TICK = Duration.ofSeconds(1).toNanos();

  /** A run, and what the notebook has of it. */
  private static final class Run {
    final RunId id;
    final long trials;
    final TrialRanges recorded = new TrialRanges();
    boolean broken;
    Progress.State end = Progress.State.RUNNING;

    Run(RunId id, long trials) {
      this.id = id;
      this.trials = trials;
    }

    boolean hasEnded() {
      return end != Progress.State.RUNNING;
    }
  }

  private final Random random;
  private final Ledger ledger = new Ledger(new Policy(Duration.ofMillis(200), 3, 50));
  private final Map<RunId, Run> runs = new LinkedHashMap<>();
  private final List<WalkingEngine> engines = new ArrayList<>();

  /** What the notebook has told the lab, which is of the same JVM. */
  private final Deque<Supplier<List<Effect>>> fromNotebook = new ArrayDeque<>();

  private long now = 1;
  private long ticked = now;
  private boolean disturbed = true;
  private int names;

  /** Whether the ledger has heard of anything since it was checked. */
  private boolean ledgerHeard;

  EngineWalk(int seed) {
    this.random = new Random(seed);
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      Run run = new Run(new RunId("run-" + i), 3L + random.nextInt(20));
      runs.put(run.id, run);
    }
  }

  /** Goes on until nothing is left to do. */
  void go() {
    join();
    for (Run run : runs.values()) {
      perform(
          ledger.submitted(
              run.id,
              TrialRanges.upTo(run.trials),
              new Tally(run.trials, 0, 0),
              FailureLimit.NONE,
              instant()));
    }
    for (int step = 0; step < STEPS; step++) {
      step();
    }
    disturbed = false;
    engines.add(new WalkingEngine(nextId(), random, now, true));
    for (int step = 0; step < QUIET_STEPS && !isQuiet(); step++) {
      step();
    }
    checkEnd();
  }

  private void step() {
    int most = !disturbed ? 20 : random.nextInt(50) == 0 ? 8_000 : 60;
    now += Duration.ofMillis(random.nextInt(most)).toNanos();
    if (now - ticked > TICK) {
      ticked = now;
      perform(ledger.tick(instant()));
    }
    int choice = random.nextInt(20);
    if (disturbed && choice == 0) {
      disturb();
    } else if (choice < 4 && !fromNotebook.isEmpty()) {
      perform(fromNotebook.remove().get());
    } else if (engines.isEmpty()) {
      join();
    } else {
      WalkingEngine engine = engines.get(random.nextInt(engines.size()));
      engine.now(now);
      go(engine, choice);
    }
    if (ledgerHeard) {
      ledgerHeard = false;
      ledger.checkInvariants();
    }
  }

  private void go(WalkingEngine engine, int choice) {
    if (choice < 8) {
      tellLab(engine);
    } else if (choice < 11) {
      tellEngine(engine);
    } else if (choice < 13) {
      record(engine);
    } else if (choice < 14) {
      engine.tick();
    } else if (choice < 16) {
      engine.hear();
    } else {
      engine.work(random, disturbed);
    }
  }

  private void disturb() {
    WalkingEngine any = engines.isEmpty() ? null : engines.get(random.nextInt(engines.size()));
    Run run = List.copyOf(runs.values()).get(random.nextInt(runs.size()));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> join();
      case 3 -> {
        if (random.nextBoolean()) {
          perform(ledger.cancelled(run.id, instant()));
        }
      }
      case 4 -> {
        if (random.nextInt(4) == 0 && !run.hasEnded()) {
          run.broken = true;
          perform(ledger.broke(run.id, "its table is gone", instant()));
        }
      }
      case 5 -> {
        if (any != null) {
          any.now(now);
          any.finish();
        }
      }
      case 6 -> {
        if (any != null) {
          any.now(now);
          any.stop();
        }
      }
      case 7 -> {
        if (any != null) {
          engines.remove(any);
          perform(ledger.engineLost(any.id, "gone", instant()));
        }
      }
      case 8 -> {
        if (any != null) {
          long from = now;
          now += Duration.ofSeconds(60).toNanos();
          any.now(now);
          any.standStill(from);
        }
      }
      default -> {}
    }
  }

  private void join() {
    if (engines.size() < MOST_ENGINES) {
      engines.add(new WalkingEngine(nextId(), random, now, random.nextInt(10) > 0));
    }
  }

  private EngineId nextId() {
    return EngineId.of("node:" + random.nextInt(2), "f", ++names);
  }

  /** Whether a message is lost. */
  private boolean isLost() {
    return disturbed && random.nextInt(15) == 0;
  }

  /** How often a message arrives. */
  private int times() {
    return isLost() ? 0 : disturbed && random.nextInt(15) == 0 ? 2 : 1;
  }

  private void tellLab(WalkingEngine engine) {
    EngineEffect said = engine.toLab.poll();
    if (said == null) {
      return;
    }
    for (int i = times(); i > 0; i--) {
      if (said instanceof EngineEffect.Tell tell) {
        perform(hear(tell.message()));
      } else if (said instanceof EngineEffect.Register) {
        perform(ledger.engineJoined(engine.id));
        engine.fromLab.add(Engine::registered);
      } else {
        perform(ledger.engineLeft(engine.id, instant()));
        engine.fromLab.add((it, then) -> engine.released());
      }
    }
  }

  /** What {@code LabActor} makes of it. */
  private List<Effect> hear(FromEngine message) {
    if (message instanceof FromEngine.Pull pull) {
      return ledger.pulled(
          pull.engine(), pull.received(), pull.holding(), pull.settled(), instant());
    } else if (message instanceof FromEngine.Returned back) {
      return ledger.returned(
          back.engine(), back.assignment(), back.trials(), back.more(), instant());
    } else if (message instanceof FromEngine.RanOutOfMemory ran) {
      return ledger.ranOutOfMemory(ran.engine(), ran.assignment(), ran.trial(), instant());
    } else if (message instanceof FromEngine.Withdrawn withdrawn) {
      return ledger.withdrawn(withdrawn.engine(), withdrawn.run(), instant());
    } else if (message instanceof FromEngine.CanRun can) {
      return ledger.accepted(can.engine(), can.run(), instant());
    } else if (message instanceof FromEngine.Describe describe) {
      return ledger.asked(describe.engine(), describe.run());
    } else if (message instanceof FromEngine.CannotRun cannot) {
      return ledger.refused(cannot.engine(), cannot.run(), cannot.why(), instant());
    }
    assertThat(message).isInstanceOf(FromEngine.ThreadAbandoned.class);
    return List.of();
  }

  private void tellEngine(WalkingEngine engine) {
    FakeRunner.News message = engine.fromLab.poll();
    if (message != null) {
      for (int i = times(); i > 0; i--) {
        engine.hear(message);
      }
    }
    if (engine.isReleased()) {
      engines.remove(engine);
    }
  }

  /** The notebook gets a batch, records it and confirms. */
  private void record(WalkingEngine engine) {
    EngineEffect.Send send = engine.toNotebook.poll();
    if (send == null) {
      return;
    }
    for (int i = times(); i > 0; i--) {
      Run run = run(send.parcel().run());
      if (run.broken && !run.hasEnded()) {
        return; // it cannot be recorded
      }
      if (!run.hasEnded()) {
        record(run, send.parcel().batch().trials(), engine.id);
      }
      engine.recorded(send.parcel());
      engine.owed.add(send.parcel().id());
      if (send.awaited()) {
        List<BatchId> owed = List.copyOf(engine.owed);
        engine.owed.clear();
        if (!isLost()) {
          engine.fromLab.add((it, then) -> it.confirmed(owed, then));
        }
      }
    }
  }

  private void record(Run run, TrialRange trials, EngineId by) {
    run.recorded.add(trials);
    Tally tally = new Tally(run.trials, run.recorded.size(), 0);
    List<FailedTrial> failed = List.of();
    fromNotebook.add(
        () -> ledger.recorded(run.id, trials, failed, tally, 0.01 * trials.size(), by, instant()));
  }

  /** What the ledger says to an event, each of which comes by here. */
  private void perform(List<Effect> effects) {
    ledgerHeard = true;
    for (Effect effect : effects) {
      if (effect instanceof Effect.End ended) {
        run(ended.run()).end = ended.progress().state();
      } else if (effect instanceof Effect.GiveUp giveUp) {
        record(run(giveUp.run()), TrialRange.of(giveUp.trial()), giveUp.deaths().get(0).engine());
      } else if (effect instanceof Effect.Prepare prepare) {
        send(prepare.engine(), (it, then) -> it.asked(prepare.run(), WalkingEngine.STUDY));
      } else if (effect instanceof Effect.Assign assign) {
        send(assign.engine(), (it, then) -> it.assigned(assign.assignment(), then));
      } else if (effect instanceof Effect.Recall recall) {
        send(recall.engine(), (it, then) -> it.recalled(recall.assignment(), recall.from()));
      } else if (effect instanceof Effect.Withdraw withdraw) {
        engines.stream()
            .filter(each -> each.id.equals(withdraw.engine()))
            .forEach(each -> each.withdraw(withdraw.run(), withdraw.discard()));
      }
    }
  }

  private void send(EngineId to, FakeRunner.News message) {
    engines.stream().filter(each -> each.id.equals(to)).forEach(each -> each.fromLab.add(message));
  }

  private Run run(RunId id) {
    return Objects.requireNonNull(runs.get(id));
  }

  private Instant instant() {
    return Instant.EPOCH.plusNanos(now);
  }

  private boolean isQuiet() {
    return runs.values().stream().allMatch(Run::hasEnded)
        && fromNotebook.isEmpty()
        && engines.stream().allMatch(WalkingEngine::isQuiet);
  }

  private void checkEnd() {
    for (Run run : runs.values()) {
      assertThat(run.end)
          .as("how %s ended: %s; %s", run.id, ledger.progress(run.id, instant()), engines)
          .isNotEqualTo(Progress.State.RUNNING);
      if (run.end == Progress.State.COMPLETED) {
        assertThat(run.recorded).isEqualTo(TrialRanges.upTo(run.trials));
      }
    }
    assertThat(engines)
        .as("engines that have something left, or that nobody lets go")
        .allMatch(WalkingEngine::isQuiet);
  }
}
