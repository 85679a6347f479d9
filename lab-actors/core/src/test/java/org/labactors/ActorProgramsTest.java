package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.actor.LabActor;
import org.labactors.design.Range;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** The programs of docs/embedding.md that bring an actor system of their own. */
@Timeout(60)
class ActorProgramsTest {

  private static final Study STUDY =
      Study.of(trial -> Values.of("square", trial.getLong("n") * trial.getLong("n")))
          .with("n", Range.stepped(1L, 100L, 1L))
          .seed(42);

  @TempDir private Path folder;

  @Test
  void aLabThatIsAnActorSystemByItself() {
    WritableNotebook notebook = Notebooks.open(folder.resolve("squares.db"));
    ActorSystem<LabProtocol.Command> lab =
        ActorSystem.create(LabActor.create(LabSettings.load(), notebook), "lab");

    CompletionStage<Progress> end =
        AskPattern.<LabProtocol.Command, LabProtocol.Submitted>askWithStatus(
                lab,
                replyTo -> new LabProtocol.Submit("squares", STUDY, RecordOptions.DEFAULT, replyTo),
                Duration.ofMinutes(1),
                lab.scheduler())
            .thenCompose(
                submitted ->
                    AskPattern.askWithStatus(
                        lab,
                        replyTo -> new LabProtocol.AwaitEnd(submitted.run(), replyTo),
                        Duration.ofDays(1),
                        lab.scheduler()));
    long ok = end.toCompletableFuture().join().ok();
    AskPattern.ask(lab, LabProtocol.Stop::new, Duration.ofMinutes(1), lab.scheduler())
        .toCompletableFuture()
        .join();
    notebook.close();

    assertThat(ok).isEqualTo(100);
    assertThat(
            Lab.read(folder.resolve("squares.db")).resultSet("squares").orElseThrow().tally().ok())
        .isEqualTo(100);
  }

  /** A service that has a lab among its own actors. */
  static final class Service {

    private Service() {}

    static Behavior<Object> create(
        WritableNotebook notebook, CompletableFuture<Progress> whenDone) {
      return Behaviors.setup(
          context -> {
            ActorRef<LabProtocol.Command> lab =
                context.spawn(LabActor.create(LabSettings.load(), notebook), "lab");
            context.askWithStatus(
                LabProtocol.Submitted.class,
                lab,
                Duration.ofMinutes(1),
                replyTo -> new LabProtocol.Submit("squares", STUDY, RecordOptions.DEFAULT, replyTo),
                (submitted, refusal) -> submitted == null ? refusal : submitted);
            return Behaviors.receive(Object.class)
                .onMessage(
                    LabProtocol.Submitted.class,
                    submitted -> {
                      context.askWithStatus(
                          Progress.class,
                          lab,
                          Duration.ofDays(1),
                          replyTo -> new LabProtocol.AwaitEnd(submitted.run(), replyTo),
                          (progress, failure) -> progress == null ? failure : progress);
                      return Behaviors.same();
                    })
                .onMessage(
                    Progress.class,
                    progress -> {
                      whenDone.complete(progress);
                      return Behaviors.stopped();
                    })
                .onMessage(
                    Throwable.class,
                    refusal -> {
                      whenDone.completeExceptionally(refusal);
                      return Behaviors.stopped();
                    })
                .build();
          });
    }
  }

  @Test
  void aLabAmongTheActorsOfAService() {
    WritableNotebook notebook = Notebooks.open(folder.resolve("squares.db"));
    CompletableFuture<Progress> end = new CompletableFuture<>();

    ActorSystem<Object> service = ActorSystem.create(Service.create(notebook, end), "service");

    assertThat(end.join().ok()).isEqualTo(100);
    service.getWhenTerminated().toCompletableFuture().join();
    notebook.close();
  }
}
