package org.labactors.cli.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor of shell scripts that do as nodes do. */
@Timeout(60)
class SupervisorTest {

  /** Reports, then prints what it is told until there is nobody to tell it anything. */
  private static final String NODE =
      """
      printf '{"pid":%d,"node":"node-%d","address":"here:1","labs":[]}' $$ $$ >"$0.new"
      mv "$0.new" "$0"
      while read -r line; do echo "told: $line"; done
      """;

  private static final RestartPolicy RESTARTS =
      new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofHours(1));

  @TempDir private Path path;
  private ClusterFolder folder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;
  private volatile Instant timeOfDay = Instant.now();
  private FutureTask<Optional<ClusterState.Problem>> supervision;

  @BeforeEach
  void chooseFolder() {
    folder = new ClusterFolder(path.resolve("mine"));
  }

  @AfterEach
  void end() throws Exception {
    stopping = true;
    if (supervision != null) {
      supervision.get();
    }
  }

  @Test
  void everyNodeIsUpBeforeTheClusterIsRunning() {
    start(3, NODE);

    ClusterState state = awaitRunning();

    assertThat(state.nodes()).hasSize(3).allMatch(NodeState::isAlive);
    assertThat(state.nodes()).extracting(NodeState::phase).containsOnly(NodeState.Phase.UP);
    assertThat(log).containsExactly("3 engines in 3 nodes are up");
  }

  @Test
  void aNodeThatEndsIsStartedAgainAndTheOthersAreTold() {
    start(2, NODE);
    ProcessMark victim = process(awaitRunning(), 1);

    victim.kill();

    ClusterState after = awaitRestart(1, 1);
    assertThat(process(after, 1)).isNotEqualTo(victim);
    assertThat(node(after, 1).lastEnd()).isEqualTo("ended by SIGKILL");
    assertThat(node(after, 2).restarts()).isZero();
    assertThat(log).contains("node 1 ended: ended by SIGKILL; starting it again in 0.01 s");
    String news = "told: lost node-" + victim.pid() + " ended by SIGKILL";
    await().untilAsserted(() -> assertThat(Files.readString(folder.log(2))).contains(news));
    await().untilAsserted(() -> assertThat(Files.readString(folder.log(1))).contains(news));
  }

  @Test
  void aNodeThatEndsAgainAndAgainIsStartedLessAndLessOften() {
    start(1, NODE + "exit 5");
    awaitRunning();

    for (int restart = 1; restart <= 4; restart++) {
      process(folder.state().orElseThrow(), 1).kill();
      awaitRestart(1, restart);
    }

    assertThat(log.subList(1, 5))
        .extracting(line -> line.replaceFirst(".* in ", ""))
        .containsExactly("0.01 s", "0.02 s", "0.04 s", "0.08 s");
  }

  @Test
  void nodesAreLookedAfterWhileTheirStateCannotBeWritten() throws Exception {
    start(2, NODE);
    ProcessMark victim = process(awaitRunning(), 1);
    ProcessMark other = process(awaitRunning(), 2);
    Path inTheWay = folder.path().resolve("cluster.json.new");
    Files.createDirectory(inTheWay);

    victim.kill();

    await()
        .until(() -> log.contains("node 1 ended: ended by SIGKILL; starting it again in 0.01 s"));
    await()
        .untilAsserted(
            () ->
                assertThat(log)
                    .contains(
                        "cannot write "
                            + folder.path().resolve("cluster.json")
                            + ": "
                            + inTheWay
                            + ": Is a directory; what lab cluster status shows is old until it can"
                            + " be written"));
    assertThat(other.isAlive()).isTrue();
    assertThat(node(folder.state().orElseThrow(), 1).restarts()).isZero();
    Files.delete(inTheWay);
    assertThat(process(awaitRestart(1, 1), 2)).isEqualTo(other);
  }

  @Test
  void theTimeOfDayDecidesNothing() {
    start(2, NODE);
    ClusterState state = awaitRunning();

    for (int restart = 1; restart <= 6; restart++) {
      timeOfDay = Instant.now().plusSeconds(restart % 2 == 0 ? 60 : -60);
      process(state, 1).kill();
      timeOfDay = Instant.now().plusSeconds(restart % 2 == 0 ? -60 : 60);
      state = awaitRestart(1, restart);
    }

    assertThat(log.subList(1, 7))
        .extracting(line -> line.replaceFirst(".* in ", ""))
        .containsExactly("0.01 s", "0.02 s", "0.04 s", "0.08 s", "0.16 s", "0.2 s");
  }

  @Test
  void aNodeThatCannotBeStartedAgainIsTriedUntilItCanAndTheOthersAreLeftAlone() throws Exception {
    Path program = Files.createSymbolicLink(path.resolve("program"), Path.of("/bin/sh"));
    start(2, NODE, program.toString());
    ClusterState before = awaitRunning();
    Files.delete(program);

    process(before, 1).kill();

    await()
        .untilAsserted(
            () ->
                assertThat(log)
                    .anyMatch(line -> line.startsWith("node 1 ended: it cannot be started: ")));
    assertThat(process(before, 2).isAlive()).isTrue();
    Files.createSymbolicLink(program, Path.of("/bin/sh"));
    await().until(() -> node(folder.state().orElseThrow(), 1).phase() == NodeState.Phase.UP);
    assertThat(process(folder.state().orElseThrow(), 2)).isEqualTo(process(before, 2));
  }

  @Test
  void aReportThatCannotBeReadOrReplacedIsNoReasonToEndTheOthers() throws Exception {
    start(2, NODE);
    ClusterState before = awaitRunning();
    Path report = folder.report(1);
    Files.delete(report);
    Files.createDirectories(report.resolve("in the way"));

    process(before, 1).kill();

    await().until(() -> log.stream().anyMatch(line -> line.startsWith("node 1 ended: it cannot")));
    assertThat(process(before, 2).isAlive()).isTrue();
    Files.delete(report.resolve("in the way"));
    await().until(() -> node(folder.state().orElseThrow(), 1).phase() == NodeState.Phase.UP);
    assertThat(process(folder.state().orElseThrow(), 2)).isEqualTo(process(before, 2));
  }

  @Test
  void aNodeThatCannotBeStartedEndsTheOthersAndSaysWhy() throws Exception {
    start(2, "test -e \"$0\".first || { : >\"$0\".first; }; echo no such seed; exit 2");

    ClusterState.Problem problem = supervision.get().orElseThrow();

    assertThat(problem.refused()).isTrue();
    assertThat(problem.text())
        .matches(
            "(?s)node . could not be started: exit status 2\nThe end of its log .*:\n  no such seed");
    ClusterState state = folder.state().orElseThrow();
    assertThat(state.phase()).isEqualTo(ClusterState.Phase.FAILED);
    assertThat(state.nodes()).noneMatch(NodeState::isAlive);
  }

  @Test
  void whenItIsToldToStopNothingIsLeft() throws Exception {
    start(3, NODE);
    List<ProcessMark> processes = awaitRunning().nodes().stream().map(NodeState::process).toList();

    stopping = true;

    assertThat(supervision.get()).isEmpty();
    assertThat(processes).hasSize(3).noneMatch(ProcessMark::isAlive);
    assertThat(folder.state()).isEmpty();
    assertThat(folder.log(1)).exists();
  }

  @Test
  void aNodeThatDoesNotLeaveIsKilled() throws Exception {
    start(
        1, "trap '' TERM\n" + NODE.replace("while read", "while :; do sleep 1; done; while read"));
    ProcessMark process = process(awaitRunning(), 1);

    stopping = true;

    assertThat(supervision.get()).isEmpty();
    assertThat(process.isAlive()).isFalse();
    assertThat(log).contains("node 1 does not leave; killing it");
  }

  @Test
  void aClusterThatIsRunningIsNotStartedASecondTime() {
    start(1, NODE);
    ClusterState state = awaitRunning();

    assertThatThrownBy(() -> Supervisor.run(plan(1, NODE, "sh"), folder, log::add, () -> true))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "the cluster 'mine' is running already: 1 engine in 1 node, pid "
                + state.supervisor().pid()
                + "\nStop it first, or choose another name with --name.");
    assertThat(folder.state()).contains(state);
  }

  @Test
  void whatAKilledSupervisorLeftIsEndedAndNothingElse() throws Exception {
    Process left = new ProcessBuilder("sleep", "60").start();
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      folder.create();
      folder.write(
          new ClusterState(
              "mine",
              "cluster",
              Instant.EPOCH,
              ClusterState.Phase.RUNNING,
              null,
              Duration.ofSeconds(5),
              new ProcessMark(stranger.pid(), "a process of the same number, long ago"),
              List.of(
                  new NodeState(
                      1,
                      1,
                      NodeState.Phase.UP,
                      ProcessMark.of(left.pid()).orElseThrow(),
                      Instant.EPOCH,
                      0,
                      null,
                      null))));

      start(1, NODE);

      awaitRunning();
      assertThat(left.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(stranger.isAlive()).isTrue();
      assertThat(log.get(0))
          .isEqualTo("ending process " + left.pid() + ", left by a supervisor that was killed");
    } finally {
      left.destroyForcibly();
      stranger.destroyForcibly();
    }
  }

  private void start(int nodes, String script) {
    start(nodes, script, "sh");
  }

  private void start(int nodes, String script, String shell) {
    ClusterPlan plan = plan(nodes, script, shell);
    Callable<Optional<ClusterState.Problem>> run =
        () -> Supervisor.run(plan, folder, log::add, () -> stopping, () -> timeOfDay);
    supervision = new FutureTask<>(run);
    new Thread(supervision, "supervisor").start();
  }

  private ClusterPlan plan(int nodes, String script, String shell) {
    return new ClusterPlan(
        "cluster",
        ClusterPlan.spread(nodes, nodes),
        Duration.ofSeconds(2),
        RESTARTS,
        node -> List.of(shell, "-c", script, folder.report(node).toString()));
  }

  private ClusterState awaitRunning() {
    await()
        .until(
            () ->
                folder
                    .state()
                    .filter(state -> state.phase() == ClusterState.Phase.RUNNING)
                    .isPresent());
    return folder.state().orElseThrow();
  }

  private ClusterState awaitRestart(int number, int restarts) {
    await()
        .until(
            () -> {
              NodeState node = node(folder.state().orElseThrow(), number);
              return node.restarts() == restarts && node.phase() == NodeState.Phase.UP;
            });
    return folder.state().orElseThrow();
  }

  private static NodeState node(ClusterState state, int number) {
    return state.nodes().get(number - 1);
  }

  private static ProcessMark process(ClusterState state, int number) {
    ProcessMark process = node(state, number).process();
    if (process == null) {
      throw new AssertionError("node " + number + " has no process");
    }
    return process;
  }
}
