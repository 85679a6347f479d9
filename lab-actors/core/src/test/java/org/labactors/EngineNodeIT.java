package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.design.Range;
import org.labactors.internal.fault.FirstFault;
import org.labactors.internal.fault.SystemFault;
import org.labactors.internal.node.LocalNode;
import org.labactors.internal.node.Slow;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.node.NodeSettings;
import org.labactors.node.NodeStatus;
import org.labactors.node.Profile;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** A lab and nodes with engines, each an actor system of its own in this JVM. */
@Timeout(90)
class EngineNodeIT {

  private static final int TRIALS = 300;

  @TempDir private Path folder;
  private int port;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Lab> labs = new ArrayList<>();

  /** A node and the thread that keeps it going. */
  private static final class Node {
    final List<String> log = new CopyOnWriteArrayList<>();
    final EngineNode node;
    final Thread thread;

    Node(NodeSettings settings, NodeVersion version) {
      node = EngineNode.start(settings, version, log::add);
      thread = new Thread(this::keepGoing);
      thread.start();
    }

    private void keepGoing() {
      try {
        while (!node.awaitEnd(Duration.ofSeconds(1))) {
          // It has not been told to leave.
        }
      } catch (InterruptedException end) {
        Thread.currentThread().interrupt();
      } catch (SystemFault end) {
        log.add("ended: " + end.getMessage());
      }
    }
  }

  @BeforeEach
  void choosePort() {
    port = FreePort.next();
  }

  @AfterEach
  void end() throws InterruptedException {
    nodes.forEach(each -> each.node.leave());
    for (Node each : nodes) {
      each.thread.join();
    }
    labs.forEach(Lab::close);
  }

  @Test
  void enginesThatJoinInTheMiddleOfAStudyAreUsed() throws Exception {
    Lab lab = lab();
    Node first = node();
    Run run = lab.submit("slow", study(20));
    await().until(() -> run.progress().recorded() > 10);

    Node second = node();
    Progress end = run.await();

    assertThat(end.ok()).isEqualTo(TRIALS);
    assertEachTrialOnce(run);
    assertThat(nodesOf(run)).containsExactlyInAnyOrder(address(first), address(second));
  }

  @Test
  void theTrialsOfANodeThatIsGoneAreRunByOthers() throws Exception {
    Lab lab = lab();
    Node victim = node("akka.coordinated-shutdown.run-by-actor-system-terminate = off");
    Node other = node();
    Run run = lab.submit("slow", study(20));
    await().until(() -> run.progress().recorded() > 50);
    await().until(() -> lab.engines() == 4);

    victim.node.system().terminate();
    Progress end = run.await();

    assertThat(end.ok()).isEqualTo(TRIALS);
    assertEachTrialOnce(run);
    assertThat(nodesOf(run)).contains(address(other));
  }

  @Test
  void aNodeThatRunsOutOfMemoryEndsAndTellsItsLabWhy() throws Exception {
    Lab lab = lab();
    Node node = node();
    Run run = lab.submit("slow", study(20));
    await().until(() -> run.progress().recorded() > 0);

    node.node
        .system()
        .settings()
        .setup()
        .get(FirstFault.class)
        .orElseThrow()
        .happened(new OutOfMemoryError("Java heap space"));

    await()
        .untilAsserted(
            () ->
                assertThat(run.progress().trouble())
                    .hasValueSatisfying(
                        why -> assertThat(why).contains("died: out of memory: the heap")));
    node.thread.join(30_000);
    assertThat(node.thread.isAlive()).isFalse();
    assertThat(node.log)
        .last(InstanceOfAssertFactories.STRING)
        .startsWith("ended: out of memory: the heap")
        .contains("-Xmx");
    run.cancel();
  }

  @Test
  void aNodeComesBackWhenItsLabDoes() throws Exception {
    Lab first = lab();
    Node node = node();
    assertThat(first.submit("slow", study(1)).await().ok()).isEqualTo(TRIALS);
    first.close();
    await().until(() -> node.log.contains("the lab at 127.0.0.1:" + port + " is gone"));

    Run next = lab().submit("next", study(1));

    assertThat(next.await().ok()).isEqualTo(TRIALS);
    assertThat(node.log).filteredOn(line -> line.startsWith("working for the lab")).hasSize(2);
  }

  @Test
  void aNodeThatLeavesFinishesWhatItHasBegunAndHandsBackTheRest() throws Exception {
    Lab lab = lab();
    Node leaver = node();
    Run run = lab.submit("slow", study(20));
    await().until(() -> run.progress().recorded() > 10);

    leaver.node.leave();
    leaver.thread.join(5_000);

    assertThat(leaver.thread.isAlive()).isFalse();
    assertThat(run.progress().running()).isZero();
    node();
    assertThat(run.await().ok()).isEqualTo(TRIALS);
    assertEachTrialOnce(run);
    assertThat(rows(run)).allSatisfy(row -> assertThat(row.attempt()).isEqualTo(1));
  }

  @Test
  void nothingBeginsBeforeThereAreEnoughEngines() throws Exception {
    Lab lab = lab("lab.min-engines = 4");
    node();
    Run run = lab.submit("slow", study(1));
    await().until(() -> lab.engines() == 2);

    boolean ended = run.await(Duration.ofSeconds(1)).isPresent();

    assertThat(ended).isFalse();
    assertThat(run.progress().recorded()).isZero();
    node();
    assertThat(run.await().ok()).isEqualTo(TRIALS);
  }

  @Test
  void aNodeOfAnotherVersionIsToldAndNotUsed() throws Exception {
    Lab lab = lab();
    Run run = lab.submit("slow", study(1));
    NodeVersion other = new NodeVersion("0.0.7", "2.9.1");

    Node stranger = node(other);
    await().until(() -> stranger.log.stream().anyMatch(line -> line.contains("0.0.7")));
    int joined = lab.engines();
    Node friend = node();

    assertThat(run.await().ok()).isEqualTo(TRIALS);
    assertThat(joined).isZero();
    assertThat(nodesOf(run)).containsExactly(address(friend));
    assertThat(stranger.log)
        .filteredOn(line -> line.contains("0.0.7"))
        .containsExactly(
            "the lab at 127.0.0.1:"
                + port
                + " is "
                + NodeVersion.current()
                + ", this node is lab 0.0.7 with Akka 2.9.1; not working for it, waiting for the"
                + " next\nNodes of one cluster must have the same version.");
  }

  @Test
  void aReportThatFailsIsMadeAgain() throws Exception {
    Lab lab = lab();
    AtomicInteger failures = new AtomicInteger(3);
    List<NodeStatus> reports = new CopyOnWriteArrayList<>();
    EngineNode node =
        EngineNode.start(
            settings("lab.node.roles = [engine]"),
            line -> {},
            status -> {
              if (failures.getAndDecrement() > 0) {
                throw new UncheckedIOException(new IOException("No space left on device"));
              }
              reports.add(status);
            });
    try {
      await().untilAsserted(() -> assertThat(reports).isNotEmpty());
      await()
          .untilAsserted(
              () ->
                  assertThat(reports.get(reports.size() - 1).labs())
                      .containsExactly(lab.address()));
    } finally {
      node.leave();
      await().atMost(Duration.ofSeconds(30)).until(() -> node.awaitEnd(Duration.ofSeconds(1)));
    }
  }

  @Test
  void resultsAreThoseOfOneMachine() throws Exception {
    Lab lab = lab();
    node();
    Run there = lab.submit("slow", study(1));
    there.await();

    try (Lab alone = Lab.builder().inMemory().engines(1).open()) {
      Run here = alone.submit("slow", study(1));
      here.await();

      assertThat(measured(there)).isEqualTo(measured(here));
    }
  }

  private Lab lab(String... more) throws IOException {
    Lab lab =
        Lab.builder()
            .notebook(folder.resolve("notes.db"))
            .node(settings("lab.node.roles = [lab]", more))
            .open();
    labs.add(lab);
    return lab;
  }

  private Node node(String... more) throws IOException {
    return node(NodeVersion.current(), more);
  }

  private Node node(NodeVersion version, String... more) throws IOException {
    Node node = new Node(settings("lab.node.roles = [engine]", more), version);
    nodes.add(node);
    return node;
  }

  private NodeSettings settings(String roles, String... more) throws IOException {
    Path profile = Files.createTempFile(folder, "profile", ".conf");
    Files.writeString(
        profile,
        """
        lab { engines = 2, node { host = "127.0.0.1", port = 0, seeds = ["127.0.0.1:%d"] } }
        lab.code.cache = "%s"
        akka.cluster {
          split-brain-resolver.stable-after = 1s
          failure-detector.acceptable-heartbeat-pause = 2s
          gossip-interval = 200ms
          leader-actions-interval = 200ms
        }
        %s
        %s
        """
            .formatted(port, folder.resolve("cache"), roles, String.join("\n", more)));
    return NodeSettings.of(Profile.read(profile.toString(), folder, List.of()));
  }

  private static Study study(int milliseconds) {
    return Study.of(new Slow(milliseconds)).with("n", Range.stepped(1, TRIALS, 1)).seed(42);
  }

  private static String address(Node node) {
    return LocalNode.addressOf(node.node.system());
  }

  private static List<Row> rows(Run run) {
    try (Stream<Row> rows = run.results().rows(Query.ALL)) {
      return rows.toList();
    }
  }

  private static void assertEachTrialOnce(Run run) {
    assertThat(rows(run)).extracting(Row::trial).hasSize(TRIALS).doesNotHaveDuplicates();
  }

  private static List<String> measured(Run run) {
    return rows(run).stream()
        .map(row -> row.trial() + " " + row.parameters() + " " + row.results())
        .sorted()
        .toList();
  }

  private static Set<String> nodesOf(Run run) {
    return rows(run).stream()
        .map(row -> row.engine().replaceFirst("/.*", ""))
        .collect(Collectors.toSet());
  }
}
