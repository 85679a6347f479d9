package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.cli.internal.supervisor.ClusterState;
import org.labactors.cli.internal.supervisor.NodeState;
import org.labactors.cli.internal.supervisor.ProcessMark;
import org.labactors.cli.internal.terminal.ExitCode;

/** {@code lab cluster start}, {@code status} and {@code stop}. */
class ClusterCommandIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private LocalCluster cluster;

  @BeforeEach
  void choosePort() {
    cluster = new LocalCluster(folder);
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  @Test
  void aClusterIsStartedOnceLookedAtAndStopped() throws Exception {
    LabProcess start = cluster.start("--engines", "2");

    assertThat(start.exitCode()).as(start.err()).isZero();
    assertThat(start.out()).startsWith("cluster: 2 engines in 2 nodes are up\n");
    ClusterState state = cluster.state().orElseThrow();
    LabProcess status = cluster.status();
    assertThat(status.exitCode()).as(status.err()).isZero();
    for (NodeState node : state.nodes()) {
      assertThat(status.out())
          .containsPattern(" +" + node.number() + " +" + pid(node) + " +1  up +20.* 127.0.0.1:");
    }
    LabProcess again = cluster.start("--engines", "2");
    assertThat(again.exitCode()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(again.err()).contains("lab: the cluster 'cluster' is running already: 2 engines");
    assertThat(cluster.state()).contains(state);

    LabProcess stop = cluster.stop();

    assertThat(stop.exitCode()).as(stop.err()).isZero();
    assertThat(stop.out()).isEqualTo("cluster: 2 engines in 2 nodes have ended\n");
    assertNothingIsLeft(state);
    LabProcess twice = cluster.stop();
    assertThat(twice.exitCode()).isZero();
    assertThat(twice.err()).isEqualTo("lab: the cluster 'cluster' is not running\n");
    LabProcess nothing = cluster.status();
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.UNFINISHED);
    assertThat(nothing.err()).isEqualTo("lab: no cluster is running on this machine\n");
  }

  @Test
  void aKilledNodeIsStartedAgain() throws Exception {
    LabProcess start = cluster.start("--engines", "1");
    assertThat(start.exitCode()).as(start.err()).isZero();

    kill(cluster.state().orElseThrow().nodes().get(0).process());

    await()
        .atMost(LONG)
        .until(
            () -> {
              NodeState node = cluster.state().orElseThrow().nodes().get(0);
              return node.restarts() == 1 && node.phase() == NodeState.Phase.UP;
            });
    LabProcess status = cluster.status();
    assertThat(status.exitCode()).as(status.err()).isZero();
    assertThat(status.out()).contains("node 1 ended before: ended by SIGKILL\n");
  }

  @Test
  void nodesLeaveWhenTheirSupervisorIsKilledAndTheNextStartIsAsEver() throws Exception {
    LabProcess start = cluster.start("--engines", "2");
    assertThat(start.exitCode()).as(start.err()).isZero();
    ClusterState state = cluster.state().orElseThrow();

    kill(state.supervisor());

    await().atMost(LONG).untilAsserted(() -> assertNothingIsLeft(state));
    LabProcess again = cluster.start("--engines", "1");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(cluster.state().orElseThrow().nodes()).hasSize(1);
  }

  @Test
  void ctrlCEndsAllNodesOfAClusterInTheForeground() throws Exception {
    LabProcess start = cluster.start("--engines", "2", "--nodes", "1", "--foreground");
    await().atMost(LONG).until(() -> start.err().contains("2 engines in 1 node are up"));
    ClusterState state = cluster.state().orElseThrow();

    start.signal("INT");

    assertThat(start.exitCode()).as(start.err()).isZero();
    assertThat(start.err()).endsWith("2 engines in 1 node have ended\n");
    assertNothingIsLeft(state);
  }

  @Test
  void aNodeThatCannotListenIsToldWithTheEndOfItsLog() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LabProcess start =
          cluster.start("--engines", "1", "--set", "lab.node.port=" + taken.getLocalPort());

      assertThat(start.exitCode()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(start.err())
          .contains("lab: node 1 could not be started: exit status 2\nThe end of its log ")
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .doesNotContain("\tat ");
    }
  }

  private static void assertNothingIsLeft(ClusterState state) {
    assertThat(state.supervisor().isAlive()).isFalse();
    assertThat(state.nodes()).noneMatch(NodeState::isAlive);
  }

  private static long pid(NodeState node) {
    ProcessMark process = node.process();
    return process == null ? 0 : process.pid();
  }

  private static void kill(ProcessMark process) throws Exception {
    assertThat(
            new ProcessBuilder(List.of("kill", "-KILL", Long.toString(process.pid())))
                .start()
                .waitFor())
        .isZero();
  }
}
