package org.labactors.actor;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.LoggingTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.labactors.design.Design;
import org.labactors.design.ParameterSpace;
import org.labactors.experiment.Point;
import org.labactors.experiment.Values;
import org.labactors.internal.engine.Samples;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Study;

class LabActorTest {

  private static ActorTestKit kit;

  private final FakeNotebook notebook = new FakeNotebook();
  private ActorRef<LabProtocol.Command> lab;
  private TestProbe<StatusReply<LabProtocol.Submitted>> submitter;
  private TestProbe<StatusReply<Progress>> waiter;

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
    lab = kit.spawn(LabActor.create(Samples.settings(), notebook));
    submitter = kit.createTestProbe();
    waiter = kit.createTestProbe();
  }

  @AfterEach
  void stopLab() {
    notebook.fail(null);
    notebook.resume();
    kit.stop(lab);
  }

  @Test
  void aDesignThatFailsInAnyWayIsRefusedAndHarmsNoOtherStudy() {
    RunId run = submit("squares", Samples.squares(1_000));

    lab.tell(
        new LabProtocol.Submit(
            "broken",
            Samples.squares(10).design(new Broken()),
            RecordOptions.DEFAULT,
            submitter.getRef()));

    assertThat(submitter.receiveMessage().getError()).hasMessageContaining("not today");
    assertThat(awaitEnd(run).ok()).isEqualTo(1_000);
  }

  /** A design that cannot say how large it is. */
  public record Broken() implements Design {
    @Override
    public long size(ParameterSpace space) {
      throw new IllegalStateException("not today");
    }

    @Override
    public Point point(ParameterSpace space, long index) {
      throw new IllegalStateException("not today");
    }
  }

  @Test
  void anEngineIsToldWhereTheNotebookIsAndReleasedWhenItLeaves() {
    TestProbe<EngineProtocol.Command> engine = kit.createTestProbe();
    EngineId id = new EngineId("elsewhere");

    lab.tell(new FromEngine.Register(id, engine.getRef()));
    engine.expectMessageClass(EngineProtocol.Registered.class);
    lab.tell(new FromEngine.Leave(id, engine.getRef()));
    engine.expectMessage(new EngineProtocol.Released());
    lab.tell(new FromEngine.Leave(id, engine.getRef())); // the answer was lost

    engine.expectMessage(new EngineProtocol.Released());
  }

  @Test
  void aNodeOfAnotherVersionIsGreetedAndTheUserToldOnce() {
    TestProbe<FromEngine.Greeted> node = kit.createTestProbe();
    NodeVersion other = new NodeVersion("0.0.7", "2.9.1");

    LoggingTestKit.warn("the node at b:1 is lab 0.0.7 with Akka 2.9.1, this lab is lab ")
        .withOccurrences(1)
        .expect(
            kit.system(),
            () -> {
              lab.tell(new FromEngine.Greet("a:1", NodeVersion.current(), node.getRef()));
              lab.tell(new FromEngine.Greet("b:1", other, node.getRef()));
              lab.tell(new FromEngine.Greet("b:1", other, node.getRef()));
              return node.receiveSeveralMessages(3);
            });

    lab.tell(new FromEngine.Greet("b:1", other, node.getRef()));
    node.expectMessage(new FromEngine.Greeted(NodeVersion.current()));
  }

  @Test
  void anEngineOfAnotherNodeIsNotReplacedWhenItIsGone() {
    lab = kit.spawn(LabActor.withoutEngines(Samples.settings(), notebook));
    TestProbe<EngineProtocol.Command> engine = kit.createTestProbe();
    TestProbe<Integer> count = kit.createTestProbe();
    lab.tell(new FromEngine.Register(new EngineId("elsewhere"), engine.getRef()));
    engine.expectMessageClass(EngineProtocol.Registered.class);

    engine.stop();

    Awaitility.await()
        .untilAsserted(
            () -> {
              lab.tell(new LabProtocol.CountEngines(count.getRef()));
              count.expectMessage(0);
            });
  }

  @Test
  void aLabIsAnActorSystemOfItsOwnOrAnActorInAnother() {
    ActorSystem<LabProtocol.Command> system =
        ActorSystem.create(LabActor.create(Samples.settings(), MemoryNotebook.create()), "lab");
    TestProbe<Done> done = kit.createTestProbe();

    system.tell(new LabProtocol.Stop(done.getRef()));

    done.expectMessage(Done.getInstance());
    assertThat(system.getWhenTerminated().toCompletableFuture())
        .succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aStudyGoesInAndEveryResultIsInTheNotebook() {
    RunId run = submit("squares", Samples.squares(1_000));

    Progress end = awaitEnd(run);

    assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(end.ok()).isEqualTo(1_000);
    assertThat(notebook.resultSet("squares").orElseThrow().rows(Query.ALL))
        .hasSize(1_000)
        .allSatisfy(
            row -> {
              long n = (Long) row.get("n");
              assertThat(row.get("square")).isEqualTo(n * n);
            });
  }

  @Test
  void theSameStudyAgainFindsEverythingDone() {
    awaitEnd(submit("squares", Samples.squares(100)));

    Progress end = awaitEnd(submit("squares", Samples.squares(100)));

    assertThat(end.reused()).isEqualTo(100);
  }

  @Test
  void aRunThatWasCalledOffGoesOnWhereItWas() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Study study =
        Samples.study(
            100,
            trial -> {
              if (trial.getLong("n") >= 50) {
                gate.await();
              }
              return Values.of("y", 1);
            });
    RunId run = submit("half", study);
    Awaitility.await().until(() -> progress(run).ok() == 50);
    lab.tell(new LabProtocol.Cancel(run));
    Progress first = awaitEnd(run);
    gate.countDown();

    Progress second = awaitEnd(submit("half", study));

    assertThat(first.state()).isEqualTo(Progress.State.CANCELLED);
    assertThat(first.ok()).isEqualTo(50);
    assertThat(second.reused()).isEqualTo(50);
    assertThat(second.ok()).isEqualTo(100);
  }

  @Test
  void severalStudiesRunAtOnce() {
    List<RunId> runs =
        List.of(
            submit("a", Samples.squares(500)),
            submit("b", Samples.squares(500)),
            submit("c", Samples.squares(500)));

    assertThat(runs).allSatisfy(run -> assertThat(awaitEnd(run).ok()).isEqualTo(500));
  }

  @Test
  void aTagThatIsRunningIsRefused() {
    notebook.pause();
    submit("squares", Samples.squares(100));

    lab.tell(
        new LabProtocol.Submit(
            "squares", Samples.squares(100), RecordOptions.DEFAULT, submitter.getRef()));

    assertThat(submitter.receiveMessage().getError())
        .hasMessageContaining("already running under the tag 'squares'");
    notebook.resume();
  }

  @Test
  void aRunIsDelayedButNotHarmedWhileNothingCanBeRecorded() {
    notebook.fail(NotebookException.unavailable("the disk is full", null));
    RunId run = submit("squares", Samples.squares(100));
    Awaitility.await().until(() -> progress(run).trouble().equals(Optional.of("the disk is full")));

    notebook.fail(null);

    assertThat(awaitEnd(run).ok()).isEqualTo(100);
  }

  @Test
  void aRunThatCannotBeRecordedEndsAsBrokenWithTheReason() {
    notebook.fail(new IllegalStateException("no such table"));

    Progress end = awaitEnd(submit("squares", Samples.squares(100)));

    assertThat(end.state()).isEqualTo(Progress.State.BROKEN);
    assertThat(end.trouble().orElseThrow()).contains("no such table");
  }

  @Test
  void aDesignThatDoesNotFitIsRefused() {
    Study overflowing = Samples.squares(Long.MAX_VALUE).with("m", 1, 2);

    lab.tell(new LabProtocol.Submit("big", overflowing, RecordOptions.DEFAULT, submitter.getRef()));

    assertThat(submitter.receiveMessage().getError()).hasMessageContaining("cannot be numbered");
  }

  @Test
  void aRunNobodyKnowsIsSaidToBeUnknown() {
    lab.tell(new LabProtocol.AwaitEnd(new RunId("nothing"), waiter.getRef()));

    assertThat(waiter.receiveMessage().getError())
        .hasMessage("there is no run nothing, or it ended long ago");
  }

  @Test
  void stoppingCallsRunsOffFirst() {
    RunId run =
        submit(
            "endless",
            Samples.study(
                100,
                trial -> {
                  Thread.sleep(Long.MAX_VALUE);
                  return Values.none();
                }));
    lab.tell(new LabProtocol.AwaitEnd(run, waiter.getRef()));
    TestProbe<Done> done = kit.createTestProbe();

    lab.tell(new LabProtocol.Stop(done.getRef()));

    assertThat(waiter.receiveMessage().getValue().state()).isEqualTo(Progress.State.CANCELLED);
    done.expectMessage(Done.getInstance());
  }

  @Test
  void resultsDoNotDependOnTheNumberOfEngines() {
    Study study = Samples.study(200, trial -> Values.of("u", trial.random().nextDouble()));
    WritableNotebook one = MemoryNotebook.create();
    ActorRef<LabProtocol.Command> alone =
        kit.spawn(LabActor.create(Samples.settings("lab.engines = 1"), one));

    awaitEnd(submit("random", study));
    awaitEnd(alone, submit(alone, "random", study));

    assertThat(values(one)).isEqualTo(values(notebook));
  }

  private static List<Object> values(WritableNotebook notebook) {
    return notebook
        .resultSet("random")
        .orElseThrow()
        .rows(Query.ALL)
        .map((Row row) -> List.of(row.trial(), row.parameters(), row.results()))
        .map(Object.class::cast)
        .toList();
  }

  private RunId submit(String tag, Study study) {
    return submit(lab, tag, study);
  }

  private RunId submit(ActorRef<LabProtocol.Command> to, String tag, Study study) {
    to.tell(new LabProtocol.Submit(tag, study, RecordOptions.DEFAULT, submitter.getRef()));
    return submitter.receiveMessage().getValue().run();
  }

  private Progress awaitEnd(RunId run) {
    return awaitEnd(lab, run);
  }

  private Progress awaitEnd(ActorRef<LabProtocol.Command> at, RunId run) {
    at.tell(new LabProtocol.AwaitEnd(run, waiter.getRef()));
    return waiter.receiveMessage(Duration.ofSeconds(20)).getValue();
  }

  private Progress progress(RunId run) {
    TestProbe<StatusReply<Progress>> probe = kit.createTestProbe();
    lab.tell(new LabProtocol.GetProgress(run, probe.getRef()));
    return probe.receiveMessage().getValue();
  }
}
