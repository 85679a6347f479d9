package org.labactors.scheduling;

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
  private int everyNthFails;
  private int names;

  /** What an engine that follows the protocol knows. */
  private static final class Engine {
    long received;
    final Deque<Assignment> jobs = new ArrayDeque<>();
  }

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

    walk(seed, FailureLimit.DEFAULT);

    assertThat(end.state()).isEqualTo(Progress.State.STOPPED);
    // Of twenty messages one is lost, so that more are under way than the lab knows.
    assertThat(recorded.size()).as("seed %s", seed).isBetween(20L, 200L);
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
    }

    assertThat(end).as("ended, with seed %s, recorded %s", seed, recorded).isNotNull();
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
              true,
              now),
          random);
    } else if (!engine.jobs.isEmpty()) {
      work(id, engine, random);
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
    recorded.add(new TrialRange(trials.first(), trials.first() + done));
    if (random.nextInt(50) == 0) {
      return; // the lab is not told
    }
    perform(
        ledger.recorded(
            RUN,
            new TrialRange(trials.first(), trials.first() + done),
            failed(trials.first(), trials.first() + done),
            new Tally(TRIALS, recorded.size(), 0),
            done * 0.01,
            id,
            now),
        random);
  }

  private List<FailedTrial> failed(long first, long end) {
    FailureKind kind = new FailureKind("java.io.IOException", "mine.Mine.run(Mine.java:12)");
    return LongStream.range(first, end)
        .filter(trial -> trial % everyNthFails == 0)
        .mapToObj(trial -> new FailedTrial(trial, kind, "no data"))
        .toList();
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
