package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.actor.EnginesActor;
import org.labactors.actor.LabActor;
import org.labactors.actor.NodeSystem;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.protocol.EnginesProtocol;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** The programs of docs/embedding.md whose actor system is in a cluster. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterProgramsTest {

  /** An experiment that other nodes can run, for it has a name. */
  record Square(int power) implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("y", Math.pow((double) trial.getLong("n"), power));
    }
  }

  private static final Study STUDY =
      Study.of(new Square(2)).with("n", Range.stepped(1L, 100L, 1L)).seed(42);

  @TempDir private Path folder;
  private int port;

  @BeforeEach
  void choosePort() {
    port = FreePort.next();
  }

  /** A node that has a lab and engines. */
  static final class Program {

    private Program() {}

    static long run(String hocon, Path file) {
      NodeSettings node = NodeSettings.of(Profile.parse(hocon)); // 1
      try (WritableNotebook notebook = Notebooks.open(file)) {
        ActorSystem<LabProtocol.Command> lab =
            NodeSystem.start(node, LabActor.withoutEngines(node.lab(), notebook)); // 2
        lab.systemActorOf(
            EnginesActor.create(node.lab(), node.grace(), lab.log()::info), // 3
            "engines",
            Props.empty());

        Progress end =
            AskPattern.<LabProtocol.Command, LabProtocol.Submitted>askWithStatus(
                    lab,
                    replyTo ->
                        new LabProtocol.Submit("squares", STUDY, RecordOptions.DEFAULT, replyTo),
                    Duration.ofMinutes(1),
                    lab.scheduler())
                .thenCompose(
                    submitted ->
                        AskPattern.<LabProtocol.Command, Progress>askWithStatus(
                            lab,
                            replyTo -> new LabProtocol.AwaitEnd(submitted.run(), replyTo),
                            Duration.ofDays(1),
                            lab.scheduler()))
                .toCompletableFuture()
                .join();
        long recorded = notebook.resultSet("squares").orElseThrow().tally().ok(); // 4

        AskPattern.ask(lab, LabProtocol.Stop::new, Duration.ofMinutes(1), lab.scheduler())
            .toCompletableFuture()
            .join();
        lab.getWhenTerminated().toCompletableFuture().join();
        return Math.min(recorded, end.ok());
      }
    }
  }

  @Test
  void aNodeWithALabAndEngines() {
    String hocon =
        """
        lab {
          engines = 2
          node { roles = [lab, engine], host = "127.0.0.1", seeds = ["127.0.0.1:%d"] }
        }
        """
            .formatted(port);

    assertThat(Program.run(hocon, folder.resolve("squares.db"))).isEqualTo(100);
  }

  /** A service in a cluster, with a lab among its actors; its other nodes have the engines. */
  static final class Service {

    private Service() {}

    static Config config(String role, int port, int seed) {
      return ConfigFactory.parseString(
              """
              akka.actor.provider = cluster
              akka.cluster.roles = [%s]
              akka.cluster.seed-nodes = ["akka://service@127.0.0.1:%d"]
              akka.remote.artery.canonical { hostname = "127.0.0.1", port = %d }
              """
                  .formatted(role, seed, port))
          .withFallback(ConfigFactory.parseResources("cluster-system.conf"))
          .withFallback(ConfigFactory.load());
    }

    static Behavior<Object> create(
        WritableNotebook notebook, CompletableFuture<Progress> whenDone) {
      return Behaviors.setup(
          context -> {
            ActorRef<LabProtocol.Command> lab =
                context.spawn(LabActor.withoutEngines(LabSettings.load(), notebook), "lab");
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
                      return Behaviors.same();
                    })
                .onMessage(
                    Throwable.class,
                    refusal -> {
                      whenDone.completeExceptionally(refusal);
                      return Behaviors.same();
                    })
                .build();
          });
    }
  }

  @Test
  void aLabAndEnginesInTheClusterOfAService() throws Exception {
    CompletableFuture<Progress> end = new CompletableFuture<>();
    try (WritableNotebook notebook = Notebooks.open(folder.resolve("squares.db"))) {

      ActorSystem<Object> service =
          ActorSystem.create(
              Service.create(notebook, end), "service", Service.config("lab", port, port));
      ActorSystem<EnginesProtocol.Command> other =
          ActorSystem.create(
              EnginesActor.create(
                  LabSettings.load().withEngines(2), Duration.ofSeconds(8), text -> {}),
              "service",
              Service.config("engine", 0, port));
      Progress progress = end.get(60, TimeUnit.SECONDS);
      other.terminate();
      service.terminate();
      other.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
      service.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);

      assertThat(progress.ok()).isEqualTo(100);
      assertThat(progress.engines()).hasSize(2);
      assertThat(notebook.resultSet("squares").orElseThrow().tally().ok()).isEqualTo(100);
    }
  }
}
