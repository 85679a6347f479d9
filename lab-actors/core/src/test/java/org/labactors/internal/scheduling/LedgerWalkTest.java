package org.labactors.internal.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.experiment.FailureKind;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Random walks: engines that come, work, lose messages, give back, run out of memory and die, in
 * orders no one would think of. Whatever happens, every trial is recorded and the run ends.
 */
class LedgerWalkTest {

  private static final RunId RUN = new RunId("run");
  private static final long TRIALS = 2_000;

  private final Ledger ledger = new Ledger(new Policy(Duration.ofMillis(200), 3, 50));
  private final Map<EngineId, Engine> engines = new HashMap<>();
  private final TrialRanges recorded = new TrialRanges();
  private Instant now = Instant.EPOCH;
  private Progress end;

  /** What engines have measured and is not on disk yet. */
  private final List<Measured> unsynced = new ArrayList<>();

  private boolean slowDisk;
  private int everyNthFails;
  private boolean alike = true;
  private int names;

  /** What an engine that follows the protocol knows. */
  private static final class Engine {
    long received;
    final Deque<Assignment> jobs = new ArrayDeque<>();
  }

  private record Measured(EngineId by, TrialRange trials) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyTrialIsRecordedWhateverHappens(int seed) {
    everyNthFails = 3;

    walk(seed, FailureLimit.DEFAULT);

    assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(recorded).as("seed %s", seed).isEqualTo(TrialRanges.upTo(TRIALS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aRunInWhichEveryTrialFailsAlikeStopsSoonWhateverHappens(int seed) {
    everyNthFails = 1;
    slowDisk = true;

    walk(seed, FailureLimit.DEFAULT);

    assertThat(end.state()).isEqualTo(Progress.State.STOPPED);
    // Of some that are recorded the lab is not told, so that it hands out as many again.
    assertThat(recorded.size()).as("seed %s", seed).isBetween(20L, 60L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aRunInWhichEveryTrialFailsInItsOwnWayGoesOnWhateverHappens(int seed) {
    everyNthFails = 1;
    alike = false;
    slowDisk = true;

    walk(seed, FailureLimit.DEFAULT);

    assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(recorded).as("seed %s", seed).isEqualTo(TrialRanges.upTo(TRIALS));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aRunStopsWhenMoreTrialsFailThanItAllowsWhateverHappens(int seed) {
    everyNthFails = 3;

    walk(seed, FailureLimit.percent(10));

    assertThat(end.state()).isEqualTo(Progress.State.STOPPED);
    assertThat(recorded.size()).as("seed %s", seed).isBetween(600L, TRIALS - 1);
  }

  private void walk(int seed, FailureLimit limit) {
    Random random = new Random(seed);
    perform(
        ledger.submitted(RUN, TrialRanges.upTo(TRIALS), new Tally(TRIALS, 0, 0), limit, now),
        random);

    for (int step = 0; step < 200_000 && end == null; step++) {
      now = now.plusMillis(random.nextInt(50));
      step(random);
      ledger.checkInvariants();
      if (everyNthFails == 1) {
        checkUnderWay(seed);
      }
    }

    assertThat(end).as("ended, with seed %s, recorded %s", seed, recorded).isNotNull();
  }

  /**
   * While nothing has succeeded, few trials are under way: what may fail, or one for each engine.
   */
  private void checkUnderWay(int seed) {
    ledger
        .progress(RUN, now)
        .ifPresent(
            progress ->
                assertThat(progress.running())
                    .as("under way, with seed %s", seed)
                    .isLessThanOrEqualTo(FailureLimit.MOST_ALIKE + engines.size()));
  }

  private void step(Random random) {
    if (engines.isEmpty() || random.nextInt(200) == 0) {
      EngineId engine = EngineId.of("node:1", Integer.toString(random.nextInt(3)), ++names);
      engines.put(engine, new Engine());
      perform(ledger.engineJoined(engine), random);
      return;
    }
    List<EngineId> ids = new ArrayList<>(engines.keySet());
    EngineId id = ids.get(random.nextInt(ids.size()));
    Engine engine = engines.get(id);
    int choice = random.nextInt(100);
    if (choice == 99 && random.nextInt(20) == 0) {
      engines.keySet().removeIf(each -> each.node().equals(id.node()));
      perform(ledger.nodeLost(id.node(), "gone", random.nextBoolean(), now), random);
    } else if (choice < 2 && random.nextInt(10) == 0) {
      engines.remove(id);
      perform(ledger.engineLost(id, "gone", now), random);
    } else if (choice < 5) {
      perform(ledger.tick(now), random);
    } else if (engine.jobs.size() < 2 && choice < 40) {
      perform(
          ledger.pulled(
              id,
              engine.received,
              engine.jobs.stream().map(Assignment::number).distinct().toList(),
              unsynced.stream().noneMatch(measured -> measured.by().equals(id)),
              now),
          random);
    } else if (!engine.jobs.isEmpty()) {
      work(id, engine, random);
    } else if (random.nextInt(30) == 0) {
      sync(random);
    }
  }

  /** Runs some trials of the first job, or all, or finds that memory has run out. */
  private void work(EngineId id, Engine engine, Random random) {
    Assignment job = engine.jobs.removeFirst();
    TrialRange trials = job.trials();
    if (!job.last() && random.nextInt(50) == 0) {
      putBack(engine, job, trials.first() + 1);
      if (random.nextInt(20) > 0) {
        perform(ledger.ranOutOfMemory(id, job.number(), trials.first(), now), random);
      }
      return;
    }
    long done = 1L + random.nextInt((int) trials.size());
    putBack(engine, job, trials.first() + done);
    unsynced.add(new Measured(id, new TrialRange(trials.first(), trials.first() + done)));
    if (!slowDisk || random.nextInt(30) == 0) {
      sync(random);
    }
  }

  private void sync(Random random) {
    List<Measured> all = List.copyOf(unsynced);
    unsynced.clear();
    for (Measured measured : all) {
      recorded.add(measured.trials());
      if (random.nextInt(50) > 0) { // otherwise the lab is not told
        perform(
            ledger.recorded(
                RUN,
                measured.trials(),
                failed(measured.trials()),
                new Tally(TRIALS, recorded.size(), 0),
                measured.trials().size() * 0.01,
                measured.by(),
                now),
            random);
      }
    }
  }

  private List<FailedTrial> failed(TrialRange trials) {
    return LongStream.range(trials.first(), trials.end())
        .filter(trial -> trial % everyNthFails == 0)
        .mapToObj(trial -> new FailedTrial(trial, kind(trial), "no data"))
        .toList();
  }

  private FailureKind kind(long trial) {
    return new FailureKind(
        "java.io.IOException", "mine.Mine.run(Mine.java:" + (alike ? 12 : trial) + ")");
  }

  private static void putBack(Engine engine, Assignment job, long from) {
    if (from < job.trials().end()) {
      engine.jobs.addFirst(
          new Assignment(
              job.number(),
              job.run(),
              new TrialRange(from, job.trials().end()),
              job.attempt(),
              job.last()));
    }
  }

  private void perform(List<Effect> effects, Random random) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.End ending) {
        end = ending.progress();
      } else if (effect instanceof Effect.GiveUp giveUp) {
        recorded.add(TrialRange.of(giveUp.trial()));
        perform(
            ledger.recorded(
                RUN,
                TrialRange.of(giveUp.trial()),
                List.of(),
                new Tally(TRIALS, recorded.size(), 0),
                0,
                giveUp.deaths().get(0).engine(),
                now),
            random);
      } else if (random.nextInt(20) > 0) { // one message in twenty is lost
        deliver(effect, random);
      }
    }
  }

  private void deliver(Effect effect, Random random) {
    if (effect instanceof Effect.Prepare prepare) {
      if (random.nextInt(20) > 0) {
        perform(ledger.accepted(prepare.engine(), RUN, now), random);
      }
    } else if (effect instanceof Effect.Assign assign) {
      Engine engine = engines.get(assign.engine());
      if (engine != null && assign.assignment().number() > engine.received) {
        engine.received = assign.assignment().number();
        engine.jobs.addLast(assign.assignment());
      }
    } else if (effect instanceof Effect.Withdraw withdraw) {
      Engine engine = engines.get(withdraw.engine());
      if (engine != null) {
        engine.jobs.clear();
        sync(random);
        perform(ledger.withdrawn(withdraw.engine(), RUN, now), random);
      }
    } else if (effect instanceof Effect.Recall recall && engines.containsKey(recall.engine())) {
      perform(
          ledger.returned(recall.engine(), recall.assignment(), giveBack(recall), true, now),
          random);
    }
  }

  private Optional<TrialRange> giveBack(Effect.Recall recall) {
    Engine engine = engines.get(recall.engine());
    for (Assignment job : List.copyOf(engine.jobs)) {
      if (job.number() == recall.assignment()) {
        long first = Math.max(recall.from(), job.trials().first());
        if (first >= job.trials().end()) {
          return Optional.empty();
        }
        engine.jobs.remove(job);
        if (first > job.trials().first()) {
          engine.jobs.addFirst(
              new Assignment(
                  job.number(),
                  job.run(),
                  new TrialRange(job.trials().first(), first),
                  job.attempt(),
                  job.last()));
        }
        return Optional.of(new TrialRange(first, job.trials().end()));
      }
    }
    return Optional.empty();
  }
}
