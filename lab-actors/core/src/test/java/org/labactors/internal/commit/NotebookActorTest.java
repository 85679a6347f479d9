package org.labactors.internal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.labactors.actor.FakeNotebook;
import org.labactors.internal.engine.Samples;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.wire.BatchId;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;

class NotebookActorTest {

  private static final RunId RUN = new RunId("run");
  private static ActorTestKit kit;

  private final FakeNotebook notebook = new FakeNotebook();
  private TestProbe<NotebookProtocol.Event> lab;
  private TestProbe<EngineProtocol.Confirmed> engine;
  private ActorRef<NotebookProtocol.Command> actor;

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
    spawnWith("");
  }

  private void spawnWith(String settings) {
    lab = kit.createTestProbe();
    engine = kit.createTestProbe();
    actor =
        kit.spawn(
            NotebookActor.create(notebook, Samples.settings(settings), lab.getRef()),
            DispatcherSelector.fromConfig("lab.notebook-dispatcher"));
    actor.tell(
        new NotebookProtocol.Open(RUN, "squares", Samples.squares(100), RecordOptions.DEFAULT));
    lab.expectMessageClass(NotebookProtocol.Opened.class);
  }

  @Test
  void aBatchIsConfirmedToItsEngineAndToTheLab() {
    record(0, 10);

    engine.expectMessage(
        new EngineProtocol.Confirmed(List.of(new BatchId(RUN, new TrialRange(0, 10)))));
    lab.expectMessage(
        new NotebookProtocol.Recorded(
            RUN,
            new Tally(100, 10, 0),
            List.of(
                new NotebookProtocol.RecordedBatch(
                    new TrialRange(0, 10), 5.0, new EngineId("a"), List.of()))));
  }

  @Test
  void aBatchThatIsNotAwaitedIsConfirmedWithTheNextThatIs() {
    record(0, 10, false);
    lab.expectMessageClass(NotebookProtocol.Recorded.class);
    engine.expectNoMessage(Duration.ofMillis(50));

    record(10, 20, true);

    engine.expectMessage(
        new EngineProtocol.Confirmed(
            List.of(
                new BatchId(RUN, new TrialRange(0, 10)),
                new BatchId(RUN, new TrialRange(10, 20)))));
  }

  @Test
  void whatOneEngineAwaitsIsNotConfirmedToAnother() {
    TestProbe<EngineProtocol.Confirmed> other = kit.createTestProbe();
    actor.tell(new NotebookProtocol.Record(RUN, Samples.batch("b", 50, 60), false, other.getRef()));

    record(0, 10, true);

    engine.expectMessage(
        new EngineProtocol.Confirmed(List.of(new BatchId(RUN, new TrialRange(0, 10)))));
    other.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void whatHasNotBeenAwaitedWhenItsRunIsClosedIsForgotten() {
    record(0, 10, false);
    lab.expectMessageClass(NotebookProtocol.Recorded.class);
    actor.tell(new NotebookProtocol.Close(RUN));
    lab.expectMessageClass(NotebookProtocol.Closed.class);

    record(10, 20, true);

    engine.expectMessage(
        new EngineProtocol.Confirmed(List.of(new BatchId(RUN, new TrialRange(10, 20)))));
  }

  @Test
  void nothingIsConfirmedBeforeItIsRecorded() {
    notebook.pause();
    record(0, 10);

    engine.expectNoMessage(Duration.ofMillis(100));
    notebook.resume();

    engine.expectMessageClass(EngineProtocol.Confirmed.class);
  }

  @Test
  void whatQueuedUpDuringATransactionGoesIntoTheNextOne() {
    notebook.pause();
    for (int i = 0; i < 10; i++) {
      record(i, i + 1);
    }
    notebook.resume();
    expectConfirmed(10);

    assertThat(notebook.transactions()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void fewRowsWaitForThoseThatComeWithinTheCommitDelay() {
    kit.stop(actor);
    spawnWith("lab.commit-delay = 500ms");
    record(0, 1);
    engine.expectNoMessage(Duration.ofMillis(100));
    record(1, 2);

    expectConfirmed(2);

    assertThat(notebook.transactions()).hasSize(1);
  }

  @Test
  void aFullBatchDoesNotWaitForOthers() {
    kit.stop(actor);
    spawnWith("lab { commit-delay = 1h, batch-rows = 10 }");
    record(0, 10);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);
  }

  @Test
  void aBatchThatArrivesTwiceIsConfirmedTwiceAndRecordedOnce() {
    record(0, 10);
    engine.expectMessageClass(EngineProtocol.Confirmed.class);
    record(0, 10);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);
    assertThat(notebook.resultSet("squares").orElseThrow().tally())
        .isEqualTo(new Tally(100, 10, 0));
  }

  @Test
  void whileNothingCanBeRecordedNothingIsConfirmedAndTheLabIsTold() {
    notebook.fail(NotebookException.unavailable("the disk is full", null));
    record(0, 10);

    lab.expectMessage(new NotebookProtocol.Troubled(RUN, Optional.of("the disk is full")));
    engine.expectNoMessage(Duration.ofMillis(50));
    notebook.fail(null);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);
    lab.expectMessageClass(NotebookProtocol.Recorded.class);
    lab.expectMessage(new NotebookProtocol.Troubled(RUN, Optional.empty()));
  }

  @Test
  void aBatchThatTheStoreRefusesForGoodIsRecordedAsFailed() {
    notebook.refuseOk();
    record(0, 2);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);

    assertThat(notebook.resultSet("squares").orElseThrow().rows(Query.ALL))
        .extracting(Row::failure)
        .allSatisfy(failure -> assertThat(failure.exception()).contains("constraint violated"));
  }

  @Test
  void onlyTheTrialThatTheStoreRefusesIsRecordedAsFailed() {
    notebook.refuse(5);
    record(0, 20);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);

    assertThat(notebook.resultSet("squares").orElseThrow().tally())
        .isEqualTo(new Tally(100, 19, 1));
  }

  @Test
  void aRefusalThatTurnsOutToBeTemporaryIsWaitedFor() {
    notebook.failOnce(new IllegalStateException("interrupted"));
    notebook.fail(NotebookException.unavailable("the disk is full", null));
    record(0, 2);
    lab.expectMessage(new NotebookProtocol.Troubled(RUN, Optional.of("the disk is full")));

    notebook.fail(null);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);
    assertThat(notebook.resultSet("squares").orElseThrow().tally()).isEqualTo(new Tally(100, 2, 0));
  }

  @Test
  void whatTheStoreRefusesForAnotherReasonThanTheValuesWaitsAndCondemnsNoTrial() {
    notebook.fail(NotebookException.refused("must be owner of table squares"));
    record(0, 20);
    lab.expectMessage(
        new NotebookProtocol.Troubled(RUN, Optional.of("must be owner of table squares")));
    engine.expectNoMessage(Duration.ofMillis(50));

    notebook.fail(null);

    engine.expectMessageClass(EngineProtocol.Confirmed.class);
    assertThat(notebook.resultSet("squares").orElseThrow().tally())
        .isEqualTo(new Tally(100, 20, 0));
  }

  @Test
  void aRunThatCannotBeRecordedDoesNotHoldUpAnother() {
    RunId other = new RunId("other");
    actor.tell(
        new NotebookProtocol.Open(other, "other", Samples.squares(100), RecordOptions.DEFAULT));
    lab.expectMessageClass(NotebookProtocol.Opened.class);
    notebook.failOnly("squares");
    notebook.fail(NotebookException.refused("permission denied for table squares"));
    record(0, 10);
    lab.expectMessage(
        new NotebookProtocol.Troubled(RUN, Optional.of("permission denied for table squares")));

    actor.tell(
        new NotebookProtocol.Record(other, Samples.batch("a", 0, 10), true, engine.getRef()));

    engine.expectMessage(
        new EngineProtocol.Confirmed(List.of(new BatchId(other, new TrialRange(0, 10)))));
    assertThat(lab.expectMessageClass(NotebookProtocol.Recorded.class).run()).isEqualTo(other);
    notebook.fail(null);
    engine.expectMessage(
        new EngineProtocol.Confirmed(List.of(new BatchId(RUN, new TrialRange(0, 10)))));
    assertThat(lab.expectMessageClass(NotebookProtocol.Recorded.class).run()).isEqualTo(RUN);
    lab.expectMessage(new NotebookProtocol.Troubled(RUN, Optional.empty()));
  }

  @Test
  void onceTheStoreIsAwayNoFurtherBatchIsTriedUntilTheNextLook() {
    kit.stop(actor);
    spawnWith("lab.retry-recording-after = 1h");
    notebook.failOnce(
        NotebookException.unrecordable("too strange", new IllegalArgumentException()));
    notebook.fail(NotebookException.unavailable("the disk is full", null));
    notebook.pause();
    for (int i = 0; i < 10; i++) {
      record(i, i + 1);
    }
    notebook.resume();

    lab.expectMessage(new NotebookProtocol.Troubled(RUN, Optional.of("the disk is full")));
    engine.expectNoMessage(Duration.ofMillis(100));

    assertThat(notebook.attempts()).isEqualTo(2);
  }

  @Test
  void aRunThatIsOpenedWhileThereIsTroubleIsToldOfIt() {
    notebook.fail(NotebookException.unavailable("the disk is full", null));
    record(0, 10);
    lab.expectMessageClass(NotebookProtocol.Troubled.class);
    RunId other = new RunId("other");

    actor.tell(
        new NotebookProtocol.Open(other, "other", Samples.squares(9), RecordOptions.DEFAULT));

    lab.expectMessageClass(NotebookProtocol.Opened.class);
    lab.expectMessage(new NotebookProtocol.Troubled(other, Optional.of("the disk is full")));
  }

  @Test
  void aBatchOfARunThatHasEndedIsConfirmedSoThatItsEngineGoesOn() {
    actor.tell(new NotebookProtocol.Close(RUN));
    record(0, 10);

    engine.expectMessage(
        new EngineProtocol.Confirmed(List.of(new BatchId(RUN, new TrialRange(0, 10)))));
  }

  @Test
  void aRunWhoseFailuresCannotBeRecordedEitherIsBroken() {
    notebook.fail(new IllegalStateException("no such table"));
    record(0, 2);

    NotebookProtocol.Broke broke = lab.expectMessageClass(NotebookProtocol.Broke.class);

    assertThat(broke.why()).contains("no such table");
  }

  @Test
  void aTagThatHoldsAnotherStudyIsRefusedWithTheReason() {
    RunId other = new RunId("other");
    actor.tell(new NotebookProtocol.Close(RUN));
    lab.expectMessage(new NotebookProtocol.Closed(RUN, Optional.of(new Tally(100, 0, 0))));
    actor.tell(
        new NotebookProtocol.Open(other, "squares", Samples.squares(99), RecordOptions.DEFAULT));

    NotebookProtocol.Refused refused = lab.expectMessageClass(NotebookProtocol.Refused.class);

    assertThat(refused.why()).contains("squares");
  }

  private void expectConfirmed(int batches) {
    int confirmed = 0;
    while (confirmed < batches) {
      confirmed += engine.expectMessageClass(EngineProtocol.Confirmed.class).batches().size();
    }
    assertThat(confirmed).isEqualTo(batches);
  }

  private void record(long first, long end) {
    record(first, end, true);
  }

  private void record(long first, long end, boolean awaited) {
    actor.tell(
        new NotebookProtocol.Record(RUN, Samples.batch("a", first, end), awaited, engine.getRef()));
  }
}
