package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.design.Range;
import org.labactors.internal.node.NodeNames;
import org.labactors.internal.node.Slow;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** Two labs in a cluster, with the same notebook, and a node with engines. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuccessionIT {

  private static final int TRIALS = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final List<String> nodeSays = new CopyOnWriteArrayList<>();
  private final List<String> oneSays = new CopyOnWriteArrayList<>();
  private final List<String> otherSays = new CopyOnWriteArrayList<>();
  private int port;
  private int otherPort;
  private EngineNode node;
  private Thread keepGoing;
  private Lab one;
  private Lab other;

  @BeforeEach
  void start() {
    port = FreePort.next();
    otherPort = FreePort.next();
    one = Lab.builder().notebook(notebook()).node(settings("lab", port)).log(oneSays::add).open();
    node = EngineNode.start(settings("engine", 0), nodeSays::add);
    keepGoing = new Thread(this::keepGoing);
    keepGoing.start();
    await().atMost(PATIENCE).until(one::isAtWork);
    other =
        Lab.builder()
            .notebook(notebook())
            .node(settings("lab", otherPort))
            .log(otherSays::add)
            .open();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(otherSays).containsExactly(isAtWork(port) + "; waiting to take over"));
  }

  @AfterEach
  void end() throws InterruptedException {
    one.close();
    other.close();
    node.leave();
    keepGoing.join(TimeUnit.SECONDS.toMillis(30));
  }

  @Test
  void aLabThatStandsByTakesOverWhenTheOtherLeaves() throws Exception {
    Run first = one.submit("slow", study(10));
    CompletableFuture<Run> second =
        CompletableFuture.supplyAsync(() -> other.submit("slow", study(10)));
    await().until(() -> first.progress().recorded() > 20);
    boolean early = second.isDone() || other.isAtWork();

    one.close();
    Progress end = second.get(60, TimeUnit.SECONDS).await(PATIENCE).orElseThrow();

    assertThat(early).isFalse();
    assertThat(end.ok()).isEqualTo(TRIALS);
    assertThat(end.reused()).isBetween(20L, TRIALS - 1L);
    assertThat(otherSays).contains(isGone(port));
    assertEachTrialOnce(other);
    assertThat(nodeSays)
        .filteredOn(line -> line.startsWith("engine node"))
        .as("starts of the node's actor system")
        .hasSize(1);
  }

  @Test
  void aLabThatTheClusterGivesUpStandsByForTheOneThatHasTakenOver() throws Exception {
    Run first = one.submit("slow", study(10));
    CompletableFuture<Run> second =
        CompletableFuture.supplyAsync(() -> other.submit("slow", study(10)));
    await().until(() -> first.progress().recorded() > 20);

    giveUp(port);
    Progress end = second.get(60, TimeUnit.SECONDS).await(PATIENCE).orElseThrow();
    await().atMost(PATIENCE).until(() -> oneSays.contains(waiting(otherPort)));
    boolean early = first.awaitEnd(Duration.ZERO).isPresent();
    other.close();
    Progress last = first.await(PATIENCE).orElseThrow();

    assertThat(end.ok()).isEqualTo(TRIALS);
    assertThat(early).isFalse();
    assertThat(last.state()).isEqualTo(Progress.State.COMPLETED);
    assertThat(last.ok()).isEqualTo(TRIALS);
    assertThat(oneSays).contains(isGone(otherPort));
    assertEachTrialOnce(one);
  }

  @Test
  void aRunWhoseLabStandsByAgainCanBeCalledOff() throws Exception {
    Run first = one.submit("slow", study(10));
    await().until(() -> first.progress().recorded() > 20);

    giveUp(port);
    await().atMost(PATIENCE).until(() -> oneSays.contains(waiting(otherPort)));
    first.cancel();
    Progress end = first.awaitEnd(Duration.ofSeconds(5)).orElseThrow();

    assertThat(end.state()).isEqualTo(Progress.State.CANCELLED);
    assertThat(end.recorded()).isGreaterThan(20);
  }

  @Test
  void aLabThatStandsByCanBeClosed() throws Exception {
    CompletableFuture<Run> answer = new CompletableFuture<>();
    Thread waiting =
        new Thread(() -> answer.completeAsync(() -> other.submit("slow", study(1)), Runnable::run));
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.WAITING);

    other.close();

    assertThat(other.isOpen()).isFalse();
    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("the lab has stopped");
    assertThat(one.isAtWork()).isTrue();
  }

  private void giveUp(int port) {
    ActorSystem<?> system = node.system();
    Cluster cluster = Cluster.get(system);
    cluster
        .state()
        .getMembers()
        .forEach(
            member -> {
              if (NodeNames.text(member.address()).equals("127.0.0.1:" + port)) {
                cluster.manager().tell(new Down(member.address()));
              }
            });
  }

  private void keepGoing() {
    try {
      while (!node.awaitEnd(Duration.ofSeconds(1))) {
        // It has not been told to leave.
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static String isAtWork(int port) {
    return "the lab at 127.0.0.1:" + port + " is at work";
  }

  private static String waiting(int port) {
    return isAtWork(port) + "; waiting to take over";
  }

  private static String isGone(int port) {
    return "the lab at 127.0.0.1:" + port + " is gone; this one is at work now";
  }

  private String notebook() {
    return folder.resolve("notes.db").toString();
  }

  private static Study study(int milliseconds) {
    return Study.of(new Slow(milliseconds)).with("n", Range.stepped(1, TRIALS, 1)).seed(42);
  }

  private static void assertEachTrialOnce(Lab lab) {
    try (Stream<Row> rows = lab.notebook().resultSet("slow").orElseThrow().rows(Query.ALL)) {
      assertThat(rows.map(Row::trial)).hasSize(TRIALS).doesNotHaveDuplicates();
    }
  }

  private NodeSettings settings(String role, int at) {
    return NodeSettings.of(
        Profile.parse(
            """
            lab {
              engines = 2
              code.cache = "%s"
              node { roles = [%s], port = %d, seeds = ["127.0.0.1:%d", "127.0.0.1:%d"] }
            }
            """
                .formatted(folder.resolve("cache"), role, at, port, otherPort)));
  }
}
