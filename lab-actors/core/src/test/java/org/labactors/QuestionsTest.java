package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.Progress;
import org.labactors.study.RunId;

@Timeout(60)
class QuestionsTest {

  private static final RunId RUN = new RunId("run");

  private final ActorSystem<LabProtocol.Command> lab =
      ActorSystem.create(
          Behaviors.receive(LabProtocol.Command.class)
              .onMessage(
                  LabProtocol.GetProgress.class,
                  question -> {
                    question.replyTo().tell(StatusReply.error("there is no run"));
                    return Behaviors.same();
                  })
              .onAnyMessage(ignored -> Behaviors.same())
              .build(),
          "lab");

  private final Questions questions = new Questions(lab);

  @AfterEach
  void stop() {
    lab.terminate();
    lab.getWhenTerminated().toCompletableFuture().join();
  }

  @Test
  void nothingIsKeptOfAnswersThatHaveCome() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(answered()).failsWithin(Duration.ofSeconds(10));
    }

    await().until(() -> questions.awaited() == 0);
  }

  @Test
  void anAnswerFailsWhenTheLabStopsBeforeItComes() {
    CompletableFuture<Progress> answer =
        questions.await(replyTo -> new LabProtocol.AwaitEnd(RUN, replyTo));
    assertThat(questions.awaited()).isEqualTo(1);

    lab.terminate();

    assertThatThrownBy(answer::join).hasRootCauseMessage("the lab has stopped");
    await().until(() -> questions.awaited() == 0);
  }

  @Test
  void aLabThatHasStoppedAnswersNothing() {
    stop();

    await().until(questions::hasStopped);
    assertThat(answered()).isCompletedExceptionally();
    await().until(() -> questions.awaited() == 0);
  }

  private CompletableFuture<Progress> answered() {
    return questions.await(
        (ActorRef<StatusReply<Progress>> replyTo) -> new LabProtocol.GetProgress(RUN, replyTo));
  }
}
