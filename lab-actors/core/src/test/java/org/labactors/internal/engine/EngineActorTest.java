package org.labactors.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.FishingOutcomes;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.wire.BatchId;
import org.labactors.settings.LabSettings;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

class EngineActorTest {

  private static final RunId RUN = new RunId("run");
  private static final EngineId A = new EngineId("a");
  private static ActorTestKit kit;

  private TestProbe<FromEngine> lab;
  private TestProbe<NotebookProtocol.Delivery> notebook;
  private ActorRef<EngineProtocol.Command> engine;
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    lab = kit.createTestProbe();
    notebook = kit.createTestProbe();
    spawn(Samples.settings("lab.pull-again-after = 1h"));
  }

  private void spawn(LabSettings settings) {
    engine = kit.spawn(EngineActor.create(A, settings, lab.getRef()));
    lab.expectMessage(new FromEngine.Register(A, engine));
    engine.tell(new EngineProtocol.Registered(notebook.getRef(), kit.system().ignoreRef()));
    expectPull(0, 0);
  }

  @AfterEach
  void end() {
    gate.countDown();
    kit.stop(engine);
  }

  @Test
  void itAsksForWorkUntilItGetsSome() {
    kit.stop(engine);
    spawn(Samples.settings("lab.pull-again-after = 50ms"));

    expectPull(0, 0);
    expectPull(0, 0);
  }

  @Test
  void whatItMeasuresGoesToTheNotebook() {
    prepare(Samples.squares(100));
    assign(1, 3, 6);

    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);

    assertThat(record.batch().trials()).isEqualTo(new TrialRange(3, 6));
    assertThat(record.batch().results().get(0).get(2)).isEqualTo(25L);
  }

  @Test
  void itAsksForTheNextAssignmentWhileItRunsOne() {
    prepare(gated());
    assign(1, 0, 5);

    expectPull(1, 1);
  }

  @Test
  void itHoldsTwoAssignmentsAtTheMost() {
    prepare(gated());
    assign(1, 0, 5);
    expectPull(1, 1);
    assign(2, 5, 10);

    lab.expectNoMessage(Duration.ofMillis(100));
    gate.countDown();

    untilPull(2, 0);
  }

  /** What it keeps running is a flag. */
  private static Resident resident(AtomicBoolean running, CountDownLatch gate) {
    return new Resident() {
      @Override
      public void ready() throws InterruptedException {
        gate.await();
        running.set(true);
      }

      @Override
      public Values run(Trial trial) {
        return Values.of("running", running.get());
      }

      @Override
      public void close() {
        running.set(false);
      }
    };
  }

  @Test
  void itCanRunAStudyWhenTheExperimentIsReady() {
    AtomicBoolean running = new AtomicBoolean();
    engine.tell(
        new EngineProtocol.Prepare(RUN, SentStudy.of(Samples.study(9, resident(running, gate)))));
    lab.expectNoMessage(Duration.ofMillis(100));

    gate.countDown();

    lab.expectMessage(new FromEngine.CanRun(A, RUN));
    assertThat(running).isTrue();
  }

  @Test
  void anExperimentIsClosedWhenItsRunIsWithdrawn() {
    AtomicBoolean running = new AtomicBoolean();
    gate.countDown();
    prepare(Samples.study(9, resident(running, gate)));

    engine.tell(new EngineProtocol.Withdraw(RUN, false));

    lab.expectMessage(new FromEngine.Withdrawn(A, RUN));
    assertThat(running).isFalse();
  }

  @Test
  void anExperimentIsClosedWithItsEngine() {
    AtomicBoolean running = new AtomicBoolean();
    gate.countDown();
    prepare(Samples.study(9, resident(running, gate)));

    kit.stop(engine);

    assertThat(running).isFalse();
  }

  @Test
  void anExperimentThatCannotBeMadeReadyIsRefused() {
    Resident broken =
        new Resident() {
          @Override
          public void ready() {
            throw new IllegalStateException("there is no such program");
          }

          @Override
          public Values run(Trial trial) {
            return Values.none();
          }

          @Override
          public void close() {}
        };

    engine.tell(new EngineProtocol.Prepare(RUN, SentStudy.of(Samples.study(9, broken))));

    lab.expectMessage(new FromEngine.CannotRun(A, RUN, "there is no such program"));
  }

  @Test
  void anAssignmentThatComesTwiceIsRunOnce() {
    AtomicLong runs = new AtomicLong();
    prepare(Samples.study(100, trial -> Values.of("run", runs.incrementAndGet())));
    assign(1, 0, 5);
    assign(1, 0, 5);

    untilPull(1, 0);
    assertThat(runs).hasValue(5);
  }

  @Test
  void anAssignmentOfAnUnknownRunIsNotTakenAndTheRunAskedFor() {
    assign(1, 0, 5);

    lab.expectMessage(new FromEngine.Describe(A, RUN));
  }

  @Test
  void whatIsNotConfirmedIsSentAgain() {
    prepare(Samples.squares(100));
    assign(1, 0, 5);
    NotebookProtocol.Record first = notebook.expectMessageClass(NotebookProtocol.Record.class);

    NotebookProtocol.Record second = notebook.expectMessageClass(NotebookProtocol.Record.class);

    assertThat(second.batch()).isSameAs(first.batch());
  }

  @Test
  void whatIsConfirmedIsNotSentAgain() {
    prepare(Samples.squares(100));
    assign(1, 0, 5);
    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);

    engine.tell(confirmed(record.batch().trials()));

    notebook.expectNoMessage(Duration.ofMillis(400));
  }

  @Test
  void itPausesWhileTooManyBatchesAreUnconfirmed() {
    kit.stop(engine);
    spawn(
        Samples.settings("lab { batch-rows = 1, max-unconfirmed-batches = 3, resend-after = 1h }"));
    AtomicLong runs = new AtomicLong();
    prepare(Samples.study(100, trial -> Values.of("run", runs.incrementAndGet())));
    assign(1, 0, 100);
    notebook.receiveSeveralMessages(3);

    notebook.expectNoMessage(Duration.ofMillis(200));

    assertThat(runs).hasValue(3);
    engine.tell(confirmed(TrialRange.of(0)));
    notebook.expectMessageClass(NotebookProtocol.Record.class);
  }

  @Test
  void aResultDoesNotWaitForALongTrialThatFollowsIt() {
    prepare(
        Samples.study(
            100,
            trial -> {
              if (trial.getLong("n") > 0) {
                gate.await();
              }
              return Values.of("y", 1);
            }));
    assign(1, 0, 2);

    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);

    assertThat(record.batch().trials()).isEqualTo(TrialRange.of(0));
  }

  @Test
  void itGivesBackWhatItHasNotStarted() throws Exception {
    assignAndAwaitTheFirstTrial();

    engine.tell(new EngineProtocol.Recall(1, 40));

    until(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(40, 100)), true));
  }

  @Test
  void itSaysAgainWhatItGaveBackWhenItIsAskedAgain() throws Exception {
    assignAndAwaitTheFirstTrial();
    engine.tell(new EngineProtocol.Recall(1, 1));
    until(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(1, 100)), false));

    engine.tell(new EngineProtocol.Recall(1, 50));
    until(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(1, 100)), false));
    gate.countDown();
    notebook.expectMessageClass(NotebookProtocol.Record.class);
    engine.tell(new EngineProtocol.Recall(1, 50));

    until(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(1, 100)), false));
  }

  @Test
  void itDoesNotAnswerForAnAssignmentThatHasNotCome() throws Exception {
    assignAndAwaitTheFirstTrial();

    engine.tell(new EngineProtocol.Recall(2, 100));
    engine.tell(new EngineProtocol.Recall(1, 40));

    List<FromEngine> said =
        lab.fishForMessage(
            Duration.ofSeconds(5),
            message ->
                message instanceof FromEngine.Returned
                    ? FishingOutcomes.complete()
                    : FishingOutcomes.continueAndIgnore());
    assertThat(said)
        .containsExactly(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(40, 100)), true));
  }

  @Test
  void itDoesNotGiveBackTheTrialThatItRuns() throws Exception {
    assignAndAwaitTheFirstTrial();

    engine.tell(new EngineProtocol.Recall(1, 0));

    until(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(1, 100)), false));
  }

  @Test
  void itDropsARunOnlyWhenWhatItMeasuredIsRecorded() {
    prepare(Samples.squares(100));
    assign(1, 0, 5);
    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    lab.receiveSeveralMessages(2); // it asked for more when it began, and when it was done

    engine.tell(new EngineProtocol.Withdraw(RUN, false));
    lab.expectNoMessage(Duration.ofMillis(100));
    engine.tell(confirmed(record.batch().trials()));

    lab.expectMessage(new FromEngine.Withdrawn(A, RUN));
  }

  @Test
  void itInterruptsTheTrialOfARunThatIsWithdrawn() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    prepare(
        Samples.study(
            100,
            trial -> {
              started.countDown();
              try {
                gate.await();
              } catch (InterruptedException calledOff) {
                interrupted.countDown();
              }
              return Values.of("cancelled", trial.isCancelled());
            }));
    assign(1, 0, 100);
    started.await();

    engine.tell(new EngineProtocol.Withdraw(RUN, false));

    interrupted.await();
    until(new FromEngine.Withdrawn(A, RUN));
    notebook.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void anInterruptedTrialDoesNotInterruptTheNextOne() {
    prepare(
        Samples.study(
                100,
                trial -> {
                  if (trial.getLong("n") == 0) {
                    gate.await();
                  }
                  return Values.of("interrupted", Thread.currentThread().isInterrupted());
                })
            .timeout(Duration.ofMillis(100)));
    assign(1, 0, 2);

    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);

    assertThat(record.batch().status()[0]).isEqualTo(Status.TIMED_OUT);
    while (record.batch().trials().end() < 2) {
      record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    }
    int last = record.batch().results().get(0).size() - 1;
    assertThat(record.batch().results().get(0).get(last)).isEqualTo(false);
  }

  @Test
  void aThreadThatIgnoresInterruptsIsAbandonedAndAnotherGoesOn() {
    prepare(
        Samples.study(
                100,
                trial -> {
                  while (trial.getLong("n") == 0 && gate.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                  return Values.of("y", 1);
                })
            .timeout(Duration.ofMillis(50)));
    assign(1, 0, 2);

    until(new FromEngine.ThreadAbandoned(A));
    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    while (record.batch().trials().end() < 2) {
      record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    }
    assertThat(record.batch().trials().end()).isEqualTo(2);
  }

  @Test
  void aTrialThatRanOutOfMemoryGoesBackToTheLab() {
    prepare(
        Samples.study(
            100,
            trial -> {
              throw new OutOfMemoryError("Java heap space");
            }));
    assign(1, 0, 1);

    until(new FromEngine.RanOutOfMemory(A, 1, 0));
    notebook.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void anInterruptThatComesAfterItsTrialHarmsNobody() {
    Thread[] trials = new Thread[1];
    prepare(
        Samples.study(
            100,
            trial -> {
              trials[0] = Thread.currentThread();
              return Values.of("y", 1);
            }));
    assign(1, 0, 1);
    notebook.expectMessageClass(NotebookProtocol.Record.class);
    until(pull -> pull instanceof FromEngine.Pull last && last.holding().isEmpty());

    trials[0].interrupt();
    assign(2, 1, 2);

    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    while (record.batch().trials().first() < 1) {
      record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    }
    assertThat(record.batch().trials()).isEqualTo(TrialRange.of(1));
  }

  @Test
  void itSaysThatAllItMeasuredIsConfirmed() {
    kit.stop(engine);
    spawn(Samples.settings("lab { pull-again-after = 50ms, resend-after = 1h }"));
    prepare(Samples.squares(100));
    assign(1, 0, 5);
    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    until(
        pull ->
            pull instanceof FromEngine.Pull again && again.holding().isEmpty() && !again.settled());

    engine.tell(confirmed(record.batch().trials()));

    until(new FromEngine.Pull(A, 1, List.of(), true));
  }

  @Test
  void itSaysWhyItCannotRunAStudy() {
    engine.tell(
        new EngineProtocol.Prepare(RUN, SentStudy.of(Samples.study(100, new Uncopyable(gate)))));

    FromEngine.CannotRun cannot = lab.expectMessageClass(FromEngine.CannotRun.class);

    assertThat(cannot.why()).contains("gate");
  }

  @Test
  void itRegistersAgainWhenItHasAskedForWorkInVainForLong() {
    kit.stop(engine);
    spawn(Samples.settings("lab.pull-again-after = 20ms"));

    until(new FromEngine.Register(A, engine));
  }

  @Test
  void itRegistersUntilTheLabAnswers() {
    ActorRef<EngineProtocol.Command> unanswered =
        kit.spawn(
            EngineActor.create(A, Samples.settings("lab.pull-again-after = 50ms"), lab.getRef()));

    lab.expectMessage(new FromEngine.Register(A, unanswered));
    lab.expectMessage(new FromEngine.Register(A, unanswered));
    kit.stop(unanswered);
  }

  @Test
  void onePutOnNoticeGivesBackWhatIsNotStartedAndLeavesWhenTheRestIsRecorded() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    prepare(
        Samples.study(
            100,
            trial -> {
              started.countDown();
              gate.await();
              return Values.of("y", 1);
            }));
    assign(1, 0, 100);
    started.await();

    engine.tell(new EngineProtocol.Finish());
    until(new FromEngine.Returned(A, 1, Optional.of(new TrialRange(1, 100)), false));
    assign(2, 100, 110);
    until(new FromEngine.Returned(A, 2, Optional.of(new TrialRange(100, 110)), false));
    gate.countDown();
    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);
    lab.expectNoMessage(Duration.ofMillis(100));
    engine.tell(confirmed(record.batch().trials()));

    until(new FromEngine.Leave(A, engine));
    engine.tell(new EngineProtocol.Released());
    lab.expectTerminated(engine);
    assertThat(record.batch().trials()).isEqualTo(TrialRange.of(0));
  }

  @Test
  void oneThatMustStopAtOnceLeavesItsTrialToOthers() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    prepare(
        Samples.study(
            100,
            trial -> {
              started.countDown();
              gate.await();
              return Values.of("y", 1);
            }));
    assign(1, 0, 100);
    started.await();

    engine.tell(new EngineProtocol.Stop());

    until(new FromEngine.Leave(A, engine));
    notebook.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void aResultThatIsTooLargeIsAFailureThatSaysSo() {
    kit.stop(engine);
    spawn(Samples.settings("lab.max-result-size = 10 KiB"));
    prepare(Samples.study(100, trial -> Values.of("y", "x".repeat(20_000))));
    assign(1, 0, 1);

    NotebookProtocol.Record record = notebook.expectMessageClass(NotebookProtocol.Record.class);

    assertThat(record.batch().failures()[0].exception())
        .matches(
            "the result is too large: about 20,\\d{3} bytes, more than lab.max-result-size, which is"
                + " 10,240 bytes");
  }

  /** Holds what cannot be written as JSON. */
  record Uncopyable(CountDownLatch gate) implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  private void expectPull(long received, int holding) {
    FromEngine.Pull pull = lab.expectMessageClass(FromEngine.Pull.class);
    assertThat(pull.received()).isEqualTo(received);
    assertThat(pull.holding()).hasSize(holding);
  }

  private void untilPull(long received, int holding) {
    until(
        message ->
            message instanceof FromEngine.Pull pull
                && pull.received() == received
                && pull.holding().size() == holding);
  }

  private void until(FromEngine wanted) {
    until(wanted::equals);
  }

  /** Awaits a message to the lab; others may come before it. */
  private void until(Predicate<FromEngine> wanted) {
    lab.fishForMessage(
        Duration.ofSeconds(5),
        message ->
            wanted.test(message)
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  /** The engine holds a hundred trials, and the first one has begun and waits at the gate. */
  private void assignAndAwaitTheFirstTrial() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    prepare(
        Samples.study(
            100,
            trial -> {
              started.countDown();
              gate.await();
              return Values.of("y", 1);
            }));
    assign(1, 0, 100);
    started.await();
  }

  private static EngineProtocol.Confirmed confirmed(TrialRange trials) {
    return new EngineProtocol.Confirmed(List.of(new BatchId(RUN, trials)));
  }

  private Study gated() {
    return Samples.study(
        100,
        trial -> {
          gate.await();
          return Values.of("y", 1);
        });
  }

  private void prepare(Study study) {
    engine.tell(new EngineProtocol.Prepare(RUN, SentStudy.of(study)));
    until(new FromEngine.CanRun(A, RUN));
  }

  private void assign(long number, long first, long end) {
    engine.tell(
        new EngineProtocol.Assign(
            new Assignment(number, RUN, new TrialRange(first, end), 1, false)));
  }
}
