package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.wire.BatchId;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

class EngineTest {

  private static final RunId RUN = new RunId("run");
  private static final EngineId A = new EngineId("a");
  private static final Study STUDY = Samples.study(100, trial -> Values.none());
  private static final PreparedStudy BENCH = PreparedStudy.of(STUDY);
  private static final SentStudy SENT = SentStudy.of(STUDY);

  private final UnconfirmedBatches deliveries =
      new UnconfirmedBatches(4, Long.MAX_VALUE, Duration.ofSeconds(5), 0);
  private final FakeRunner runner = new FakeRunner(1_000, deliveries);
  private final Engine engine =
      new Engine(A, runner, runner.outbox(), deliveries, new Requests(A, Duration.ofSeconds(1)));

  private long now;

  @AfterEach
  void whatMustAlwaysHoldDoes() {
    engine.checkInvariants();
  }

  @Test
  void itRegistersUntilTheLabKnowsIt() {
    assertThat(engine.started(now)).containsExactly(new EngineEffect.Register());
    assertThat(tickAfter(900)).isEmpty();
    assertThat(tickAfter(200)).containsExactly(new EngineEffect.Register());

    assertThat(engine.registered(now)).containsExactly(pull(0, true));
  }

  @Test
  void itAsksForWorkOnceHoweverOftenItIsRegistered() {
    engine.registered(now);

    assertThat(engine.registered(now)).isEmpty();
  }

  @Test
  void itAsksForWorkAgainAndRegistersAgainWhenThatIsInVain() {
    engine.registered(now);

    for (int i = 1; i < 5; i++) {
      assertThat(tickAfter(1_100)).containsExactly(pull(0, true));
    }
    assertThat(tickAfter(1_100)).containsExactly(new EngineEffect.Register(), pull(0, true));
  }

  @Test
  void aStudyIsOpenedOnceAndThenItCanBeRun() {
    engine.registered(now);

    assertThat(engine.asked(RUN, SENT)).containsExactly(new EngineEffect.Open(RUN, SENT));
    assertThat(engine.asked(RUN, SENT)).isEmpty();
    assertThat(engine.opened(RUN, STUDY)).containsExactly(new EngineEffect.SetUp(RUN, STUDY));
    assertThat(engine.opened(RUN, STUDY)).isEmpty();
    assertThat(engine.asked(RUN, SENT)).isEmpty();
    assertThat(engine.ready(RUN, STUDY, BENCH))
        .containsExactly(says(new FromEngine.CanRun(A, RUN)));
    assertThat(engine.ready(RUN, STUDY, BENCH)).isEmpty();
    assertThat(engine.asked(RUN, SENT)).containsExactly(says(new FromEngine.CanRun(A, RUN)));
  }

  @Test
  void aStudyThatCannotBeOpenedIsRefusedEachTimeItIsAskedFor() {
    engine.registered(now);
    for (int i = 0; i < 2; i++) {
      assertThat(engine.asked(RUN, SENT)).containsExactly(new EngineEffect.Open(RUN, SENT));
      assertThat(engine.refused(RUN, "no jar"))
          .containsExactly(
              new EngineEffect.Release(RUN), says(new FromEngine.CannotRun(A, RUN, "no jar")));
    }
  }

  @Test
  void aStudyThatCannotBeSetUpIsRefusedAndItsCodeReleased() {
    engine.registered(now);
    engine.asked(RUN, SENT);
    engine.opened(RUN, STUDY);

    assertThat(engine.refused(RUN, "it cannot be copied"))
        .containsExactly(
            new EngineEffect.Release(RUN),
            says(new FromEngine.CannotRun(A, RUN, "it cannot be copied")));
  }

  @Test
  void aStudyThatWasWithdrawnBeforeItWasOpenIsNotSetUp() {
    engine.registered(now);
    engine.asked(RUN, SENT);

    assertThat(engine.withdrawn(RUN, false, now)).containsExactly(release(), withdrawn());
    assertThat(engine.opened(RUN, STUDY)).isEmpty();
    assertThat(engine.refused(RUN, "no jar")).isEmpty();
    assertThat(engine.ready(RUN, STUDY, BENCH)).isEmpty();
    assertThat(runner.known).isEmpty();
  }

  @Test
  void anExperimentThatIsReadyTooLateIsClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    Resident experiment =
        new Resident() {
          @Override
          public Values run(Trial trial) {
            return Values.none();
          }

          @Override
          public void ready() {}

          @Override
          public void close() {
            closed.set(true);
          }
        };
    engine.registered(now);
    engine.asked(RUN, SENT);
    engine.opened(RUN, STUDY);
    engine.withdrawn(RUN, false, now);

    engine.ready(RUN, STUDY, new PreparedStudy(experiment, BENCH.trials(), null));

    assertThat(closed).isTrue();
  }

  @Test
  void anAssignmentOfAnUnknownRunIsNotTakenAndTheRunAskedFor() {
    engine.registered(now);

    assertThat(assign(1, 0, 5)).containsExactly(says(new FromEngine.Describe(A, RUN)));
    assertThat(runner.assignments()).isEmpty();
    prepare();
    assertThat(assign(1, 0, 5)).containsExactly(pull(1, true, 1L));
  }

  @Test
  void itHoldsTwoAssignmentsAtTheMostAndTakesEachOnce() {
    engine.registered(now);
    prepare();

    assertThat(assign(1, 0, 5)).containsExactly(pull(1, true, 1L));
    assertThat(assign(1, 0, 5)).isEmpty();
    assertThat(assign(2, 5, 10)).isEmpty();
    assertThat(runner.assignments()).hasSize(2);
  }

  @Test
  void whatItMeasuredIsHandedOverWhenItHasNothingToDo() {
    begin(1, 0, 5);
    runner.runAll();

    assertThat(hear())
        .satisfiesExactly(
            sent -> assertThat(isSent(sent, 0, 5, true)).isTrue(),
            asked -> assertThat(asked).isEqualTo(pull(1, false)));
    engine.confirmed(List.of(new BatchId(RUN, new TrialRange(0, 5))), now);
    assertThat(tickAfter(1_100)).containsExactly(pull(1, true));
  }

  @Test
  void whatIsNotConfirmedIsSentAgain() {
    begin(1, 0, 5);
    runner.runAll();
    hear();

    assertThat(sent(tickAfter(4_900))).isEmpty();
    assertThat(sent(tickAfter(200))).containsExactly(new TrialRange(0, 5));
    engine.confirmed(List.of(new BatchId(RUN, new TrialRange(0, 5))), now);
    assertThat(sent(tickAfter(9_000))).isEmpty();
  }

  @Test
  void aResultDoesNotWaitForALongTrialThatFollowsIt() {
    begin(1, 0, 5);
    runner.begin();
    runner.end();
    runner.begin();

    assertThat(sent(tickAfter(100))).containsExactly(new TrialRange(0, 1));
  }

  @Test
  void itGivesBackWhatIsNotStartedAndSaysSoAgainWhenItIsAskedAgain() {
    begin(1, 0, 10);
    runner.begin();

    assertThat(engine.recalled(1, 6)).containsExactly(returned(1, 6, 10, true));
    assertThat(engine.recalled(1, 0)).containsExactly(returned(1, 1, 10, false));
    runner.end();
    runner.runAll();
    hear();
    assertThat(engine.recalled(1, 5)).containsExactly(returned(1, 1, 10, false));
  }

  @Test
  void itDoesNotAnswerForAnAssignmentThatHasNotCome() {
    begin(1, 0, 10);

    assertThat(engine.recalled(2, 0)).isEmpty();
  }

  @Test
  void aTrialThatRanOutOfMemoryGoesBackToTheLab() {
    begin(1, 0, 1);
    runner.begin();
    runner.runOutOfMemory();

    assertThat(hear()).containsExactly(says(new FromEngine.RanOutOfMemory(A, 1, 0)));
  }

  @Test
  void itDropsARunWhenWhatItMeasuredIsRecorded() {
    begin(1, 0, 10);
    runner.begin();
    runner.end();
    runner.begin();

    assertThat(sent(engine.withdrawn(RUN, false, now))).containsExactly(new TrialRange(0, 1));
    runner.end(); // it was called off
    runner.runAll();
    assertThat(hear()).containsExactly(pull(1, false));

    assertThat(engine.confirmed(List.of(new BatchId(RUN, TrialRange.of(0))), now))
        .containsExactly(release(), withdrawn());
    assertThat(runner.known).isEmpty();
  }

  @Test
  void itDropsARunAtOnceIfNothingOfItCanBeRecorded() {
    begin(1, 0, 10);
    runner.runAll();
    hear();

    assertThat(engine.withdrawn(RUN, true, now)).containsExactly(release(), withdrawn());
    assertThat(deliveries.isEmpty()).isTrue();
  }

  @Test
  void itSaysThatARunIsWithdrawnHoweverOftenItIsAsked() {
    begin(1, 0, 10);
    runner.runAll();
    hear();
    engine.withdrawn(RUN, true, now);

    assertThat(engine.withdrawn(RUN, true, now)).containsExactly(release(), withdrawn());
  }

  @Test
  void aThreadThatDoesNotComeBackIsReported() {
    begin(1, 0, 10);
    runner.begin();

    assertThat(sent(tickAfter(11_000))).containsExactly(new TrialRange(0, 1));
    assertThat(tickAfter(6_000)).contains(says(new FromEngine.ThreadAbandoned(A)));
    runner.runAll();
    assertThat(sent(hear())).containsExactly(new TrialRange(1, 10));
  }

  @Test
  void theTimeInWhichTheJvmStoodStillIsNotATrials() {
    begin(1, 0, 10);
    runner.begin();

    engine.stoodStill(now, now + Duration.ofSeconds(60).toNanos());

    assertThat(sent(tickAfter(69_000))).isEmpty();
    assertThat(sent(tickAfter(2_000))).containsExactly(new TrialRange(0, 1));
  }

  @Test
  void oneOnNoticeGivesBackWhatIsNotStartedAndLeavesWhenTheRestIsRecorded() {
    begin(1, 0, 100);
    runner.begin();

    assertThat(engine.givenNotice(now)).containsExactly(returned(1, 1, 100, false));
    assertThat(assign(2, 100, 110)).containsExactly(returned(2, 100, 110, false));
    runner.end();
    runner.runAll();
    assertThat(sent(hear())).containsExactly(TrialRange.of(0));

    assertThat(engine.confirmed(List.of(new BatchId(RUN, TrialRange.of(0))), now))
        .containsExactly(new EngineEffect.Leave());
    assertThat(tickAfter(1_100)).containsExactly(new EngineEffect.Leave());
  }

  @Test
  void oneOnNoticeThatHasNothingToDoLeavesAtOnceAndOnce() {
    engine.registered(now);

    assertThat(engine.givenNotice(now)).containsExactly(new EngineEffect.Leave());
    assertThat(engine.givenNotice(now)).isEmpty();
    assertThat(engine.stopped(now)).isEmpty();
  }

  @Test
  void oneThatMustStopHandsOverWhatItHasAndLeavesItsTrialToOthers() {
    begin(1, 0, 100);
    runner.begin();
    runner.end();
    runner.begin();

    assertThat(engine.stopped(now))
        .satisfiesExactly(
            sent -> assertThat(isSent(sent, 0, 1, true)).isTrue(),
            left -> assertThat(left).isEqualTo(new EngineEffect.Leave()));
    assertThat(runner.stopped).isTrue();
  }

  @Test
  void oneOnNoticeLeavesWhenAllThatItWaitsForIsDiscarded() {
    begin(1, 0, 10);
    runner.runAll();
    hear();
    assertThat(sent(engine.givenNotice(now))).isEmpty();

    engine.withdrawn(RUN, true, now);

    assertThat(tickAfter(100)).containsExactly(new EngineEffect.Leave());
  }

  @Test
  void oneThatHasStoppedBeginsNoTrialOnAnotherThread() {
    begin(1, 0, 10);
    runner.begin();
    engine.stopped(now);

    tickAfter(60_000);

    assertThat(runner.begin()).isFalse();
    assertThat(runner.stopped).isTrue();
  }

  /** It is registered, knows the study and has got an assignment. */
  private void begin(long number, long first, long end) {
    engine.registered(now);
    prepare();
    assign(number, first, end);
  }

  private void prepare() {
    engine.asked(RUN, SENT);
    engine.opened(RUN, STUDY);
    engine.ready(RUN, STUDY, BENCH);
  }

  private List<EngineEffect> assign(long number, long first, long end) {
    return engine.assigned(new Assignment(number, RUN, new TrialRange(first, end), 1, false), now);
  }

  /** It hears what its runner has to tell. */
  private List<EngineEffect> hear() {
    List<EngineEffect> effects = new ArrayList<>();
    while (!runner.news.isEmpty()) {
      effects.addAll(runner.news.remove().to(engine, now));
    }
    return effects;
  }

  private List<EngineEffect> tickAfter(long milliseconds) {
    now += Duration.ofMillis(milliseconds).toNanos();
    runner.now = now;
    return engine.ticked(now);
  }

  private static EngineEffect says(FromEngine message) {
    return new EngineEffect.Tell(message);
  }

  private static EngineEffect pull(long received, boolean settled, Long... holding) {
    return says(new FromEngine.Pull(A, received, List.of(holding), settled));
  }

  private static EngineEffect returned(long assignment, long first, long end, boolean more) {
    return says(
        new FromEngine.Returned(A, assignment, Optional.of(new TrialRange(first, end)), more));
  }

  private static EngineEffect release() {
    return new EngineEffect.Release(RUN);
  }

  private static EngineEffect withdrawn() {
    return says(new FromEngine.Withdrawn(A, RUN));
  }

  private static boolean isSent(EngineEffect effect, long first, long end, boolean awaited) {
    return effect instanceof EngineEffect.Send send
        && send.parcel().batch().trials().equals(new TrialRange(first, end))
        && send.awaited() == awaited;
  }

  /** The trials of the batches that are sent. */
  private static List<TrialRange> sent(List<EngineEffect> effects) {
    return effects.stream()
        .flatMap(
            effect -> effect instanceof EngineEffect.Send send ? Stream.of(send) : Stream.empty())
        .map(send -> send.parcel().batch().trials())
        .toList();
  }
}
