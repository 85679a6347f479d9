package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.actor.LabActor;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.scheduling.Effect;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.scheduling.Policy;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRanges;

/**
 * One run in a lab where everything happens that may: messages are lost and come twice, engines
 * come that cannot run the study, refuse, leave, and die, the jar is rebuilt, and the lab's actor
 * system starts anew. What must always hold is checked after each step.
 */
final class DisturbedWalk {

  /** What a run must not wait for longer, if no message is lost: a recall and its repetition. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Duration PER_LOST_MESSAGE = Duration.ofSeconds(4);

  /** As many repetitions may be lost one after the other. */
  private static final int MOST_LOST = 3;

  /** How long a slow trial takes, in milliseconds: longer than any of this. */
  private static final long SLOW = 25_000;

  /** An engine that can run the study joins within this time: sooner than a run is broken off. */
  private static final Duration LONGEST_WITHOUT_ABLE = Duration.ofSeconds(5);

  private static final Duration TICK = Duration.ofSeconds(1);

  /** One less than what condemns a trial. */
  private static final int MOST_DEATHS_BY_CHANCE = 2;

  record Idle() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  /** Which jars a study of an {@link Idle} comes from need not be found out again for each. */
  private static final RecordOptions OPTIONS =
      RecordOptions.DEFAULT
          .maxFailures(FailureLimit.NONE)
          .withCodeOf(Study.of(new Idle()).with("x", List.of(1L)));

  private final Random random;
  private final Study study;
  private final int trials;
  private final ActorRef<StatusReply<LabProtocol.Submitted>> nobody;
  private final WritableNotebook notebook = MemoryNotebook.create();
  private final Submission submission;
  private final Set<Long> killers = new HashSet<>();

  /** Were running on engines that died. */
  private final Set<Long> suspects = new HashSet<>();

  private final Set<Long> slow = new HashSet<>();

  /** Those that are there; who comes or goes makes another list of it. */
  private List<WalkEngine> engines = List.of();

  private final TrialRanges recorded = new TrialRanges();

  /** What the jar has in it by now, and what it had when a study was packed. */
  private int jar = 1;

  private final IdentityHashMap<SentStudy, Integer> packed = new IdentityHashMap<>();
  private int code;

  private Instant now = Instant.EPOCH;
  private Instant tickAfter = now;

  /** When an engine was there last that could run the study. */
  private Instant hopeful = now;

  private Ledger ledger;

  /** Whether it has heard of anything since it was checked, without which it is what it was. */
  private boolean ledgerHeard;

  private Recorder recorder;
  private RunId run;
  private @Nullable Progress end;
  private int names;
  private int deaths;
  private int restarts;
  private int refusals;
  private int lost;
  private long tally;

  DisturbedWalk(int seed, ActorRef<StatusReply<LabProtocol.Submitted>> nobody) {
    this.random = new Random(seed);
    this.nobody = nobody;
    this.trials = 5 + random.nextInt(16);
    this.study = Study.of(new Idle()).with("x", List.of(1L)).replicates(trials).seed(1);
    for (int i = random.nextInt(3); i > 0; i--) {
      killers.add((long) random.nextInt(trials));
      slow.add((long) random.nextInt(trials));
    }
    boolean retry = random.nextBoolean();
    if (retry) {
      someHaveFailedBefore();
    }
    this.submission = new Submission("tag", study, retry ? OPTIONS.retryingFailed() : OPTIONS);
    submit();
  }

  private void someHaveFailedBefore() {
    try (Recorder before = notebook.record("tag", study, OPTIONS)) {
      for (int trial = random.nextInt(3); trial < trials; trial += 1 + random.nextInt(5)) {
        before.record(List.of(batch(trial, Status.FAILED, "before")));
      }
    }
  }

  /** What {@link LabActor} makes of it. */
  private void submit() {
    LabProtocol.Command asked = submission.to(nobody);
    LabProtocol.Kept kept = asked instanceof LabProtocol.Resume resume ? resume.kept() : null;
    RecordOptions options = kept != null ? kept.options() : ((LabProtocol.Submit) asked).options();
    SentStudy sent = kept != null ? kept.sent() : SentStudy.of(study);
    packed.putIfAbsent(sent, jar);
    code = packed.get(sent);
    run = RunId.random();
    suspects.clear();
    recorder = notebook.record("tag", study, options);
    assertThat(recorded.ranges())
        .as("what this run has recorded does not run again")
        .allMatch(range -> recorder.pending().within(range).isEmpty());
    tally = recorder.tally().recorded();
    submission.accepted(
        new LabProtocol.Submitted(
            run, study, List.of(), new LabProtocol.Kept(study, sent, options.continued())));
    ledger = new Ledger(new Policy(Duration.ofMillis(100), 3, 50, Duration.ofSeconds(10)));
    perform(
        ledger.submitted(run, recorder.pending(), recorder.tally(), options.maxFailures(), now));
  }

  /** Goes on until the run has ended and all engines have forgotten it. */
  void go() {
    int steps = 0;
    while (end == null && steps++ < 30_000) {
      step(true);
    }
    assertThat(end).as("ended; recorded %s of %s", recorded, trials).isNotNull();
    assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(recorder.tally().pending()).isZero();
    steps = 0;
    while (!isQuiet() && steps++ < 10_000) {
      step(false);
    }
    assertThat(engines)
        .as("all engines have forgotten the study, and those that leave are let go")
        .noneMatch(engine -> engine.holdsStudies() || (engine.leaving && !engine.released));
    assertThat(ledger.tick(now)).as("nothing is left to say").isEmpty();
  }

  private boolean isQuiet() {
    ledgerHeard = true;
    return ledger.tick(now).isEmpty()
        && engines.stream()
            .noneMatch(engine -> engine.holdsStudies() || (engine.leaving && !engine.released));
  }

  private void step(boolean disturbed) {
    now = now.plusMillis(random.nextInt(isBusy() ? 10 : 150));
    if (now.isAfter(tickAfter)) {
      tickAfter = now.plus(TICK);
      perform(ledger.tick(now));
    }
    for (WalkEngine engine : engines) {
      if (engine.released) {
        goes(engine);
      }
    }
    if (disturbed) {
      disturb();
    }
    for (WalkEngine engine : engines) {
      if (engines.contains(engine)) {
        Optional<Long> begun = engine.go(now, this::lasts);
        if (begun.isPresent() && mustDie(engine, begun.get())) {
          dies(engine, true);
        }
      }
      if (engines.contains(engine) && random.nextInt(3) > 0) {
        deliver(engine);
      }
    }
    if (ledgerHeard) {
      ledgerHeard = false;
      ledger.checkInvariants();
    }
    checkIdle();
  }

  private Duration lasts(long trial) {
    return Duration.ofMillis(slow.contains(trial) ? SLOW : 1);
  }

  private boolean isBusy() {
    for (WalkEngine engine : engines) {
      if (!engine.inbox.isEmpty() || !engine.outbox.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private void disturb() {
    for (WalkEngine engine : engines) {
      if (engine.able && !engine.leaving) {
        hopeful = now;
      }
    }
    if (now.isAfter(hopeful.plus(LONGEST_WITHOUT_ABLE))) {
      join(true);
    } else if (random.nextInt(200) == 0) {
      join(random.nextInt(3) > 0);
    }
    switch (random.nextInt(400)) {
      case 0 -> jar++;
      case 1 -> restart();
      case 2 -> any().ifPresent(WalkEngine::leave);
      case 3 -> any().filter(each -> refusals++ < 3).ifPresent(each -> each.refuse(run, "no"));
      case 4 ->
          any().filter(each -> deaths++ < MOST_DEATHS_BY_CHANCE).ifPresent(e -> dies(e, false));
      default -> {}
    }
  }

  private void join(boolean able) {
    int node = ++names;
    for (int i = random.nextInt(4) == 0 ? 2 : 1; i > 0; i--) {
      EngineId id = EngineId.of("node:" + node, "f", i);
      engines = Stream.concat(engines.stream(), Stream.of(new WalkEngine(id, able))).toList();
    }
  }

  private void goes(WalkEngine engine) {
    engines = engines.stream().filter(each -> each != engine).toList();
  }

  private Optional<WalkEngine> any() {
    return engines.stream().skip(random.nextInt(engines.size() + 1)).findFirst();
  }

  /**
   * Whether a trial that begins is one that ends its JVM. It has to be alone if it is suspected.
   */
  private boolean mustDie(WalkEngine engine, long trial) {
    if (suspects.contains(trial) && !recorded.contains(trial)) {
      assertThat(engine.runsAlone() && nodeOf(engine).filter(e -> !e.hasNothingToDo()).count() == 1)
          .as("trial %s, which ran on an engine that died, is alone", trial)
          .isTrue();
    }
    return killers.contains(trial);
  }

  private Stream<WalkEngine> nodeOf(WalkEngine engine) {
    return engines.stream().filter(each -> each.node.equals(engine.node));
  }

  private void dies(WalkEngine engine, boolean certain) {
    nodeOf(engine).forEach(each -> each.running(run).ifPresent(suspects::add));
    nodeOf(engine).forEach(this::goes);
    perform(ledger.nodeLost(engine.node, "exit status 9", certain || random.nextBoolean(), now));
  }

  /** The lab's actor system ends, and the next begins; nodes start other engines for it. */
  private void restart() {
    if (restarts++ >= 2) {
      return;
    }
    recorder.close();
    List<WalkEngine> before = engines;
    engines = List.of();
    submit();
    before.stream().filter(each -> !each.leaving).forEach(each -> join(each.able));
  }

  private void deliver(WalkEngine engine) {
    WalkEngine.Said said = engine.outbox.poll();
    if (said != null && !isLost(!said.again())) {
      perform(said.word().to(ledger, now));
      if (random.nextInt(20) == 0) {
        perform(said.word().to(ledger, now)); // it came twice
      }
    }
    Effect message = engine.inbox.poll();
    if (message != null && !isLost(true)) {
      engine.got(message, code);
      if (random.nextInt(20) == 0) {
        engine.got(message, code);
      }
    }
    List<WalkEngine.Done> parcel = engine.parcel();
    if (!parcel.isEmpty() && random.nextInt(4) == 0 && !isLost(false)) {
      for (WalkEngine.Done done : parcel) {
        assertThat(done.code()).as("the code of trial %s", done.trial()).isEqualTo(code);
        engine.results.remove(done);
        if (done.run().equals(run)) {
          record(done.trial(), Status.OK, engine.id, 0.01);
        }
      }
    }
  }

  /**
   * Whether a message gets lost.
   *
   * @param matters whether that holds up the handing out of work
   */
  private boolean isLost(boolean matters) {
    boolean thisOne = random.nextInt(50) == 0;
    lost += thisOne && matters ? 1 : 0;
    return thisOne;
  }

  private void record(long trial, Status status, EngineId by, double seconds) {
    if (end != null) {
      return;
    }
    Batch batch = batch(trial, status, by.name());
    recorder.record(List.of(batch));
    recorded.add(batch.trials());
    assertThat(recorder.tally().recorded()).as("what is on record").isGreaterThanOrEqualTo(tally);
    tally = recorder.tally().recorded();
    perform(ledger.recorded(run, batch.trials(), List.of(), recorder.tally(), seconds, by, now));
  }

  private static Batch batch(long trial, Status status, String engine) {
    Batch.Builder batch = new Batch.Builder(engine, 1);
    batch.add(
        new Result(
            trial,
            status,
            Values.none().rows(),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            status == Status.OK ? null : new Result.Failure("it failed", "")));
    return batch.build();
  }

  /** What the ledger says to an event, each of which comes by here. */
  private void perform(List<Effect> effects) {
    ledgerHeard = true;
    for (Effect effect : effects) {
      if (effect instanceof Effect.End ended) {
        end = ended.progress();
      } else if (effect instanceof Effect.GiveUp giveUp) {
        assertThat(killers).as("trials that may be condemned").contains(giveUp.trial());
        record(giveUp.trial(), Status.LOST, giveUp.deaths().get(0).engine(), 0);
      } else {
        EngineId to = engineOf(effect);
        engines.stream().filter(each -> each.id.equals(to)).forEach(each -> each.inbox.add(effect));
      }
    }
  }

  private static EngineId engineOf(Effect effect) {
    if (effect instanceof Effect.Prepare prepare) {
      return prepare.engine();
    }
    if (effect instanceof Effect.Assign assign) {
      return assign.engine();
    }
    return effect instanceof Effect.Recall recall
        ? recall.engine()
        : ((Effect.Withdraw) effect).engine();
  }

  /** No engine that can run the study has nothing to do for long, while there is something. */
  private void checkIdle() {
    for (WalkEngine engine : engines) {
      boolean idle =
          end == null
              && engine.accepted
              && engine.able
              && !engine.leaving
              && engine.hasNothingToDo()
              && engine.results.isEmpty()
              && isAlone(engine)
              && isWork();
      if (!idle) {
        engine.idleSince = null;
        continue;
      }
      if (engine.idleSince == null) {
        engine.idleSince = now;
        engine.lostBefore = lost;
      }
      int repetitions = Math.min(MOST_LOST, lost - engine.lostBefore);
      Duration limit = PATIENCE.plus(PER_LOST_MESSAGE.multipliedBy(repetitions));
      assertThat(Duration.between(engine.idleSince, now))
          .as("%s is idle, and there is work", engine.id)
          .isLessThan(limit);
    }
  }

  private boolean isWork() {
    TrialRanges pending = recorder.pending();
    return pending.ranges().stream()
        .flatMapToLong(range -> LongStream.range(range.first(), range.end()))
        .filter(trial -> !killers.contains(trial))
        .anyMatch(trial -> engines.stream().noneMatch(each -> each.hasBegun(trial)));
  }

  private boolean isAlone(WalkEngine engine) {
    for (WalkEngine other : engines) {
      if (other != engine && other.node.equals(engine.node)) {
        return false;
      }
    }
    return true;
  }
}
