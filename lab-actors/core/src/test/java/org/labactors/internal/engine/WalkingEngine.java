package org.labactors.internal.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Values;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * An engine of an {@link EngineWalk}, what is on its way to and from it, and what it must not do.
 */
final class WalkingEngine implements EngineEffect.Visitor {

  static final SentStudy STUDY = SentStudy.of(Samples.study(100, trial -> Values.none()));
  private static final PreparedStudy BENCH = PreparedStudy.of(STUDY.here().orElseThrow());
  private static final int MOST_BATCHES = 3;

  final EngineId id;
  final Deque<EngineEffect> toLab = new ArrayDeque<>();
  final Deque<EngineEffect.Send> toNotebook = new ArrayDeque<>();
  final Deque<FakeRunner.News> fromLab = new ArrayDeque<>();

  /** What the notebook has not confirmed. */
  final List<BatchId> owed = new ArrayList<>();

  private final UnconfirmedBatches deliveries;
  private final FakeRunner runner;
  private final Engine engine;
  private final Set<RunId> discarded = new HashSet<>();
  private final boolean able;
  private long now;
  private boolean finishing;
  private boolean stopped;
  private boolean released;

  /**
   * An engine that has begun.
   *
   * @param able whether it can run the studies
   */
  WalkingEngine(EngineId id, Random random, long now, boolean able) {
    this.id = id;
    this.now = now;
    this.deliveries = new UnconfirmedBatches(MOST_BATCHES, 1 << 20, Duration.ofSeconds(2), now);
    this.runner = new FakeRunner(1 + random.nextInt(5), deliveries);
    this.engine =
        new Engine(
            id, runner, runner.outbox(), deliveries, new Requests(id, Duration.ofSeconds(1)));
    this.able = able;
    perform(engine.started(now));
  }

  void now(long time) {
    now = time;
    runner.now = time;
  }

  void tick() {
    perform(engine.ticked(now));
  }

  void finish() {
    finishing = true;
    runner.closed = true;
    perform(engine.givenNotice(now));
  }

  void stop() {
    finishing = true;
    stopped = true;
    runner.closed = true;
    perform(engine.stopped(now));
  }

  void standStill(long from) {
    engine.stoodStill(from, now);
  }

  void withdraw(RunId run, boolean discard) {
    fromLab.add(
        (it, then) -> {
          if (discard) {
            discarded.add(run);
          }
          return it.withdrawn(run, discard, then);
        });
  }

  List<EngineEffect> released() {
    released = true;
    return List.of();
  }

  /** A batch is on disk, or need not be. */
  void recorded(Outbox.Parcel parcel) {
    runner.measured.get(parcel.run()).remove(parcel.batch().trials());
  }

  /** What was measured and is not on disk, of a run or of all. */
  private List<TrialRange> unrecorded(@Nullable RunId of) {
    return runner.measured.entrySet().stream()
        .filter(entry -> of == null || entry.getKey().equals(of))
        .filter(entry -> !discarded.contains(entry.getKey()))
        .flatMap(entry -> entry.getValue().ranges().stream())
        .toList();
  }

  /** Whether it has nothing left, and need not go. */
  boolean isQuiet() {
    return !finishing
        && runner.known.isEmpty()
        && runner.assignments().isEmpty()
        && runner.news.isEmpty()
        && runner.outbox().isEmpty();
  }

  @Override
  public String toString() {
    return id
        + (finishing ? " finishing" : "")
        + (stopped ? " stopped" : "")
        + " holds "
        + runner.assignments()
        + ", knows "
        + runner.known
        + ", has not recorded "
        + unrecorded(null);
  }

  boolean isReleased() {
    return released;
  }

  /** It hears something of its thread. */
  void hear() {
    FakeRunner.News news = runner.news.poll();
    if (news != null) {
      hear(news);
    }
  }

  /** It gets a message. */
  void hear(FakeRunner.News message) {
    if (!released) {
      perform(message.to(engine, now));
    }
  }

  /** Something happens on its thread. */
  void work(Random random, boolean disturbed) {
    if (!runner.isBusy()) {
      require(!(runner.begin() && runner.isBusy() && stopped), "is stopped, and begins a trial");
    } else if (disturbed && random.nextInt(30) == 0) {
      runner.runOutOfMemory();
    } else if (!disturbed || random.nextInt(10) > 0) { // or it takes its time
      runner.end();
    }
  }

  /** What the engine says to an event, each of which comes by here. */
  private void perform(List<EngineEffect> effects) {
    engine.checkInvariants();
    for (EngineEffect effect : effects) {
      effect.accept(this);
    }
  }

  @Override
  public void register(EngineEffect.Register register) {
    toLab.add(register);
  }

  @Override
  public void tell(EngineEffect.Tell tell) {
    checkSaid(tell.message());
    toLab.add(tell);
  }

  @Override
  public void leave(EngineEffect.Leave leave) {
    require(finishing, "leaves unasked");
    require(stopped || runner.assignments().isEmpty(), "leaves with work");
    require(stopped || unrecorded(null).isEmpty(), "leaves with results");
    toLab.add(leave);
  }

  @Override
  public void open(EngineEffect.Open open) {
    fromLab.add((it, then) -> it.opened(open.run(), STUDY.here().orElseThrow()));
  }

  @Override
  public void setUp(EngineEffect.SetUp setUp) {
    fromLab.add(
        (it, then) ->
            able
                ? it.ready(setUp.run(), setUp.study(), BENCH)
                : it.refused(setUp.run(), "it cannot be copied"));
  }

  @Override
  public void release(EngineEffect.Release release) {
    require(!runner.known.contains(release.run()), "lets go of code that it uses");
  }

  @Override
  public void send(EngineEffect.Send send) {
    toNotebook.add(send);
  }

  private void checkSaid(FromEngine message) {
    if (message instanceof FromEngine.Pull pull) {
      require(!finishing, "is leaving, and asks for work");
      require(pull.holding().size() < 2, "asks for more than two assignments");
      require(!pull.settled() || unrecorded(null).isEmpty(), "says that all is confirmed");
    } else if (message instanceof FromEngine.Withdrawn withdrawn) {
      RunId run = withdrawn.run();
      require(unrecorded(run).isEmpty(), "has dropped a run of which it has results");
      require(
          runner.assignments().stream().noneMatch(each -> each.run().equals(run)),
          "has dropped a run that it works at");
    } else if (message instanceof FromEngine.Returned returned) {
      TrialRanges begun = runner.begunOf(returned.assignment());
      require(
          returned.trials().filter(range -> !begun.within(range).isEmpty()).isEmpty(),
          "gives back what it has begun");
    }
  }

  private void require(boolean holds, String violation) {
    if (!holds) {
      throw new IllegalStateException(id + " " + violation + "; it " + this);
    }
  }
}
