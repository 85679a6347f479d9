package org.labactors.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.Effect;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.scheduling.Policy;
import org.labactors.study.FailureLimit;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** A ledger alone, without actors and notebook, with many engines that take their turns. */
final class LedgerCrowd {

  private static final long TRIALS = Long.MAX_VALUE / 4;
  private static final double SECONDS_PER_TRIAL = 0.1;

  private static final class Engine {
    final EngineId id;
    final Deque<Assignment> held = new ArrayDeque<>();
    long received;

    Engine(EngineId id) {
      this.id = id;
    }

    List<Long> holding() {
      return held.stream().map(Assignment::number).toList();
    }
  }

  private final Ledger ledger = new Ledger(new Policy(Duration.ofMillis(200), 3, 5_000));
  private final RunId run = RunId.random();
  private final List<Engine> engines = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private long recorded;

  LedgerCrowd(int engines) {
    for (int i = 0; i < engines; i++) {
      Engine engine = new Engine(new EngineId("engine-" + i));
      this.engines.add(engine);
      ledger.engineJoined(engine.id);
    }
    ledger.submitted(
        run, TrialRanges.upTo(TRIALS), new Tally(TRIALS, 0, 0), FailureLimit.DEFAULT, now);
  }

  /** Seconds that the ledger takes for one of so many assignments, from pull to recorded. */
  double secondsForEach(int assignments) {
    long start = System.nanoTime();
    for (int i = 0; i < assignments; i++) {
      takeTurn(engines.get(i % engines.size()));
    }
    return (System.nanoTime() - start) / 1e9 / assignments;
  }

  /** How many trials are recorded. */
  long recorded() {
    return recorded;
  }

  /** An engine asks for work and finishes the first of what it has. */
  private void takeTurn(Engine engine) {
    now = now.plusMillis(1);
    obey(engine, ledger.pulled(engine.id, engine.received, engine.holding(), false, now));
    Assignment done = engine.held.poll();
    if (done == null) {
      throw new IllegalStateException("the ledger gave " + engine.id + " nothing to do");
    }
    TrialRange trials = done.trials();
    recorded += trials.size();
    obey(
        engine,
        ledger.recorded(
            run,
            trials,
            List.of(),
            new Tally(TRIALS, recorded, 0),
            trials.size() * SECONDS_PER_TRIAL,
            engine.id,
            now));
  }

  /** Does what the ledger says to the engine that has just spoken to it. */
  private void obey(Engine engine, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Prepare) {
        obey(engine, ledger.accepted(engine.id, run, now));
      } else if (effect instanceof Effect.Assign assign) {
        engine.received = assign.assignment().number();
        engine.held.add(assign.assignment());
      }
    }
  }
}
