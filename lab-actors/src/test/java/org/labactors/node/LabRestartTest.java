package org.labactors.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.design.Range;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.scheduling.Progress;
import org.labactors.study.Study;

/** A lab whose node the cluster gives up in the middle of a study. */
@Timeout(120)
class LabRestartTest {

  private static final int TRIALS = 600;

  @TempDir private Path folder;

  @Test
  void aStudyGoesOnWhenTheClusterGivesTheLabsNodeUp() throws Exception {
    int port = FreePort.next();
    List<String> log = new CopyOnWriteArrayList<>();
    EngineNode node = EngineNode.start(settings(port, "engine"), log::add);
    Thread keepGoing = new Thread(() -> keepGoing(node));
    keepGoing.start();
    try (Lab lab = Lab.open(folder.resolve("notes.db").toString(), settings(port, "lab"))) {
      Run run =
          lab.submit(
              "slow", Study.of(new Slow(10)).with("n", Range.stepped(1, TRIALS, 1)).seed(42));
      await().until(() -> run.progress().recorded() > 20);

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

  private static void keepGoing(EngineNode node) {
    try {
      while (!node.awaitEnd(Duration.ofSeconds(1))) {
        // It has not been told to leave.
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static NodeSettings settings(int port, String role) {
    return NodeSettings.of(
        Profile.parse(
            """
            lab { engines = 2, node { roles = [%s], seeds = ["127.0.0.1:%d"] } }
            akka.cluster.split-brain-resolver.stable-after = 1s
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            """
                .formatted(role, port)));
  }
}
