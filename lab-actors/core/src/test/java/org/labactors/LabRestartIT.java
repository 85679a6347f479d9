package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.code.JarFiles;
import org.labactors.internal.node.Slow;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Row;
import org.labactors.runfile.RunFile;
import org.labactors.study.FailureLimit;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** A lab whose node the cluster gives up in the middle of a study. */
@Timeout(120)
class LabRestartIT {

  private static final int TRIALS = 600;

  @TempDir private Path folder;

  @Test
  void aStudyGoesOnWhenTheClusterGivesTheLabsNodeUp() throws Exception {
    int port = FreePort.next();
    List<String> log = new CopyOnWriteArrayList<>();
    EngineNode node = EngineNode.start(settings(port, "engine"), log::add);
    Thread keepGoing = new Thread(() -> keepGoing(node));
    keepGoing.start();
    try (Lab lab =
        Lab.builder().notebook(folder.resolve("notes.db")).node(settings(port, "lab")).open()) {
      Run run =
          lab.submit(
              "slow", Study.of(new Slow(10)).with("n", Range.stepped(1, TRIALS, 1)).seed(42));
      await().until(() -> run.progress().recorded() > 20);

      giveUpLab(node);
      Progress end = run.await(Duration.ofSeconds(60)).orElseThrow();

      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(end.ok()).isEqualTo(TRIALS);
      assertThat(end.reused()).isZero();
      assertThat(log).filteredOn(line -> line.startsWith("working for the lab")).hasSize(2);
      try (Stream<Row> rows = run.results().rows(Query.ALL)) {
        assertThat(rows.map(Row::trial)).hasSize(TRIALS).doesNotHaveDuplicates();
      }
      assertThat(lab.submit("next", Study.of(new Slow(1)).with("n", 1L)).await().ok()).isEqualTo(1);
    } finally {
      node.leave();
      keepGoing.join(TimeUnit.SECONDS.toMillis(30));
    }
  }

  @Test
  void aStudyGoesOnWithTheCodeItBeganWithThoughTheJarIsRebuiltMeanwhile() throws Exception {
    int port = FreePort.next();
    Path jar = folder.resolve("mine.jar");
    JarFiles.jar(jar, "mine.Mine", JarFiles.experiment("mine.Mine", "one"));
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            "study { experiment = { class = mine.Mine, factor = 2 }, seed = 1, parameters.x ="
                + " { from = 1, to = 3000, step = 1 } }");
    EngineNode node = EngineNode.start(settings(port, "engine"), line -> {});
    Thread keepGoing = new Thread(() -> keepGoing(node));
    keepGoing.start();
    try (RunFile runFile = RunFile.read(file, List.of(), List.of(jar));
        Lab lab =
            Lab.builder().notebook(folder.resolve("notes.db")).node(settings(port, "lab")).open()) {
      Run run = lab.submit("mine", runFile.study(), new RecordOptions("", false, runFile.code()));
      await().until(() -> run.progress().recorded() > 20);

      JarFiles.jar(jar, "mine.Mine", JarFiles.experiment("mine.Mine", "rebuilt"));
      giveUpLab(node);
      Progress end = run.await(Duration.ofSeconds(60)).orElseThrow();

      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(run.warnings()).isEmpty();
      try (Stream<Row> rows = run.results().rows(Query.ALL)) {
        assertThat(rows.map(row -> row.results().get("version"))).hasSize(3000).containsOnly("one");
      }
      assertThat(run.results().provenance())
          .hasSize(2)
          .allMatch(entry -> entry.code().equals(run.results().provenance().get(0).code()));
    } finally {
      node.leave();
      keepGoing.join(TimeUnit.SECONDS.toMillis(30));
    }
  }

  @Test
  void whatFailedSinceItBeganDoesNotRunAgainWhenTheLabStartsAnew() throws Exception {
    int port = FreePort.next();
    EngineNode node = EngineNode.start(settings(port, "engine"), line -> {});
    Thread keepGoing = new Thread(() -> keepGoing(node));
    keepGoing.start();
    Study study = Study.of(new Failing()).with("n", Range.stepped(1, TRIALS, 1)).seed(42);
    RecordOptions retry = new RecordOptions("", true).maxFailures(FailureLimit.NONE);
    try (Lab lab =
        Lab.builder().notebook(folder.resolve("notes.db")).node(settings(port, "lab")).open()) {
      lab.submit("failing", study, retry).await();
      Run run = lab.submit("failing", study, retry);
      await().until(() -> run.progress().recorded() > TRIALS / 4);

      giveUpLab(node);
      Progress end = run.await(Duration.ofSeconds(60)).orElseThrow();

      assertThat(end.failed()).isEqualTo(TRIALS);
      assertThat(end.engines().stream().mapToLong(engine -> engine.recorded()).sum())
          .as("recorded since the lab started anew")
          .isLessThanOrEqualTo(TRIALS - TRIALS / 4);
    } finally {
      node.leave();
      keepGoing.join(TimeUnit.SECONDS.toMillis(30));
    }
  }

  /** Takes its time, and fails. */
  record Failing() implements Experiment {

    @Override
    public Values run(Trial trial) throws InterruptedException {
      Thread.sleep(10);
      throw new IllegalStateException("never");
    }
  }

  private static void giveUpLab(EngineNode node) {
    Cluster cluster = Cluster.get(node.system());
    cluster
        .state()
        .getMembers()
        .forEach(
            member -> {
              if (member.hasRole("lab")) {
                cluster.manager().tell(new Down(member.address()));
              }
            });
  }

  private static void keepGoing(EngineNode node) {
    try {
      while (!node.awaitEnd(Duration.ofSeconds(1))) {
        // It has not been told to leave.
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private NodeSettings settings(int port, String role) {
    return NodeSettings.of(
        Profile.parse(
            """
            lab.code.cache = "%s"
            lab { engines = 2, node { roles = [%s], seeds = ["127.0.0.1:%d"] } }
            akka.cluster.split-brain-resolver.stable-after = 1s
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            """
                .formatted(folder.resolve("cache-" + role), role, port)));
  }
}
