package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.experiment.Values;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.scheduling.Policy;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** A run of a lab that answers when the test does, and otherwise not. */
@Timeout(60)
class LabRunTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final RunId RUN = new RunId("run");
  private static final Study STUDY = Study.of(trial -> Values.of("y", 1)).with("x", 1, 2);

  private final AtomicReference<@Nullable Progress> says = new AtomicReference<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final BlockingQueue<ActorRef<StatusReply<Progress>>> waiting =
      new LinkedBlockingQueue<>();
  private final ActorSystem<LabProtocol.Command> lab =
      ActorSystem.create(
          Behaviors.receive(LabProtocol.Command.class)
              .onMessage(
                  LabProtocol.GetProgress.class,
                  question -> {
                    asked.incrementAndGet();
                    Progress answer = says.get();
                    if (answer != null) {
                      question.replyTo().tell(StatusReply.success(answer));
                    }
                    return Behaviors.same();
                  })
              .onMessage(
                  LabProtocol.AwaitEnd.class,
                  question -> {
                    waiting.add(question.replyTo());
                    return Behaviors.same();
                  })
              .build(),
          "lab");

  @AfterEach
  void stop() {
    lab.terminate();
    lab.getWhenTerminated().toCompletableFuture().join();
  }

  @Test
  void aLabThatHasNeverAnsweredIsAFailureThatSaysSo() {
    Run run = run(SHORT);

    assertThatThrownBy(run::progress)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lab does not answer");
  }

  @Test
  void whileTheLabDoesNotAnswerProgressIsWhatItSaidLast() {
    Run run = run(SHORT);
    Progress said = progress();
    says.set(said);
    await().ignoreExceptions().until(() -> run.progress().equals(said));
    says.set(null);

    Progress known = run.progress();

    assertThat(known).isEqualTo(said);
  }

  @Test
  void aQuestionIsNotAwaitedForEverWhenTheLabsSystemEndsInTheMiddleOfIt() throws Exception {
    Run run = run(Duration.ofSeconds(3));
    Progress said = progress();
    says.set(said);
    await().ignoreExceptions().until(() -> run.progress().equals(said));
    says.set(null);
    int before = asked.get();
    CompletableFuture<Progress> known = CompletableFuture.supplyAsync(run::progress);
    await().until(() -> asked.get() > before);

    lab.terminate();

    assertThat(known.get(20, TimeUnit.SECONDS)).isEqualTo(said);
  }

  @Test
  void waitingForAWhileEndsWithoutAnAnswer() throws Exception {
    Run run = run(SHORT);

    assertThat(run.await(SHORT)).isEmpty();
    assertThat(run.end()).isNotDone();
  }

  @Test
  void waitingLastsLongerThanTheLabMayTakeToSayHowFarItIs() throws Exception {
    Run run = run(Duration.ofMillis(1));
    ActorRef<StatusReply<Progress>> answer = next(waiting);
    assertThatThrownBy(run::progress).hasMessage("the lab does not answer");
    Progress end = completed();

    answer.tell(StatusReply.success(end));

    assertThat(run.await()).isEqualTo(end);
    assertThat(run.progress()).isEqualTo(end);
  }

  @Test
  void waitingFailsWhenTheLabIsStopped() throws Exception {
    Run run = run(SHORT);
    next(waiting);

    lab.terminate();

    assertThatThrownBy(run::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lab was stopped while 'tag' ran");
    assertThatThrownBy(() -> run.await(Duration.ofSeconds(30)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lab was stopped while 'tag' ran");
  }

  @Test
  void waitingForARunThatDidNotCompleteThrowsTheReason() throws Exception {
    Run run = run(SHORT);
    Progress end = ended(Progress.State.REFUSED, "no engine can run it: 'x.jar' is missing");

    next(waiting).tell(StatusReply.success(end));

    assertThatThrownBy(run::await)
        .isExactlyInstanceOf(RunException.class)
        .hasMessage(
            "the run 'tag' was refused: no engine can run it: 'x.jar' is missing; 0 of 2 trials are"
                + " recorded")
        .satisfies(
            thrown -> {
              RunException broken = (RunException) thrown;
              assertThat(broken.tag()).isEqualTo("tag");
              assertThat(broken.state()).isEqualTo(Progress.State.REFUSED);
              assertThat(broken.trouble()).isEqualTo(end.trouble());
              assertThat(broken.progress()).isEqualTo(end);
            });
    assertThatThrownBy(() -> run.await(SHORT)).isExactlyInstanceOf(RunException.class);
  }

  @ParameterizedTest
  @CsvSource({"STOPPED,was stopped: why", "BROKEN,could not be finished: why"})
  void waitingThrowsHoweverARunDidNotComplete(Progress.State state, String what) throws Exception {
    Run run = run(SHORT);

    next(waiting).tell(StatusReply.success(ended(state, "why")));

    assertThatThrownBy(run::await)
        .isExactlyInstanceOf(RunException.class)
        .hasMessage("the run 'tag' " + what + "; 0 of 2 trials are recorded");
  }

  @Test
  void aCancelledRunIsToldApart() throws Exception {
    Run run = run(SHORT);

    next(waiting).tell(StatusReply.success(progress().calledOff()));

    assertThatThrownBy(run::await)
        .isInstanceOf(RunCancelledException.class)
        .hasMessage("the run 'tag' was cancelled; 0 of 2 trials are recorded");
  }

  @Test
  void theEndIsAValueForWhoAsksForItHoweverTheRunEnded() throws Exception {
    Run run = run(SHORT);
    Progress end = ended(Progress.State.BROKEN, "the disk is full");

    next(waiting).tell(StatusReply.success(end));

    assertThat(run.awaitEnd()).isEqualTo(end);
    assertThat(run.awaitEnd(SHORT)).contains(end);
    assertThat(run.end()).isCompletedWithValue(end);
  }

  private Run run(Duration patience) {
    return new LabRun(
            LabSystem.start(() -> lab),
            patience,
            new Questions(lab),
            MemoryNotebook.create(),
            new Submission("tag", STUDY, RecordOptions.DEFAULT),
            warning -> {},
            new LabProtocol.Submitted(
                RUN,
                STUDY,
                List.of(),
                new LabProtocol.Kept(STUDY, SentStudy.of(STUDY), RecordOptions.DEFAULT)))
        .follow();
  }

  private static <T> T next(BlockingQueue<T> messages) throws InterruptedException {
    T message = messages.poll(30, TimeUnit.SECONDS);
    assertThat(message).isNotNull();
    return message;
  }

  private static Progress completed() {
    return withState(Progress.State.COMPLETED, Optional.empty());
  }

  private static Progress ended(Progress.State state, String trouble) {
    return withState(state, Optional.of(trouble));
  }

  private static Progress withState(Progress.State state, Optional<String> trouble) {
    Progress running = progress();
    return new Progress(
        state,
        running.trials(),
        running.reused(),
        running.ok(),
        running.failed(),
        running.running(),
        running.rate(),
        running.remaining(),
        running.engines(),
        running.abandoned(),
        trouble,
        running.leftOut());
  }

  private static Progress progress() {
    Ledger ledger = new Ledger(new Policy(Duration.ofSeconds(1), 3, 100));
    TrialRanges pending = new TrialRanges();
    pending.add(new TrialRange(0, 2));
    ledger.submitted(RUN, pending, new Tally(2, 0, 0), FailureLimit.DEFAULT, Instant.EPOCH);
    return ledger.progress(RUN, Instant.EPOCH).orElseThrow();
  }
}
