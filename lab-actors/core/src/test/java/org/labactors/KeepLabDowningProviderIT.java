package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.Address;
import akka.actor.AddressFromURIString;
import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.remote.RARP;
import akka.remote.testkit.Blackhole;
import akka.remote.testkit.Direction;
import akka.remote.testkit.SetThrottle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.actor.LabActor;
import org.labactors.actor.NodeSystem;
import org.labactors.design.Range;
import org.labactors.internal.node.Slow;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.study.Study;

/** A lab and nodes, some of which are out of the lab's reach or of each other's. */
@Timeout(120)
class KeepLabDowningProviderIT {

  private static final int TRIALS = 3_000;

  @TempDir private Path folder;
  private int port;

  @Test
  void aNodeOutOfTheLabsReachStartsAnewAndTheLabAndTheOtherNodeGoOn() throws Exception {
    port = FreePort.next();
    List<String> cutOffSays = new CopyOnWriteArrayList<>();
    List<String> otherSays = new CopyOnWriteArrayList<>();
    try (Lab lab =
        Lab.builder().notebook(folder.resolve("notes.db")).node(settings("lab")).open()) {
      EngineNode cutOff = EngineNode.start(settings("engine"), cutOffSays::add);
      EngineNode other = EngineNode.start(settings("engine"), otherSays::add);
      Thread keepCutOff = keepGoing(cutOff);
      Thread keepOther = keepGoing(other);
      try {
        Run run =
            lab.submit(
                "slow", Study.of(new Slow(20)).with("n", Range.stepped(1, TRIALS, 1)).seed(42));
        await().atMost(Duration.ofSeconds(30)).until(() -> lab.engines() == 4);
        await().until(() -> run.progress().recorded() > 50);

        silence(cutOff.system(), AddressFromURIString.parse("akka://lab@127.0.0.1:" + port));

        assertThat(run.await(Duration.ofSeconds(60)).orElseThrow().ok()).isEqualTo(TRIALS);
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(cutOffSays)
                        .filteredOn(KeepLabDowningProviderIT::isAtWork)
                        .hasSize(2));
        assertThat(otherSays).filteredOn(KeepLabDowningProviderIT::isAtWork).hasSize(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> lab.engines() == 4);
      } finally {
        cutOff.leave();
        other.leave();
        keepCutOff.join(TimeUnit.SECONDS.toMillis(30));
        keepOther.join(TimeUnit.SECONDS.toMillis(30));
      }
    }
  }

  @Test
  void nodesThatReachOnlyTheLabAllWorkAndComeAndGo() throws Exception {
    port = FreePort.next();
    List<List<String>> say = new ArrayList<>();
    List<EngineNode> nodes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (Lab lab =
        Lab.builder().notebook(folder.resolve("notes.db")).node(settings("lab")).open()) {
      try {
        for (int i = 0; i < 3; i++) {
          say.add(new CopyOnWriteArrayList<>());
          nodes.add(EngineNode.start(settings("engine"), say.get(i)::add));
          threads.add(keepGoing(nodes.get(i)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> lab.engines() == 6);
        Run run =
            lab.submit(
                "slow", Study.of(new Slow(20)).with("n", Range.stepped(1, TRIALS, 1)).seed(42));

        silenceEachOther(nodes);
        await() // for longer than anybody's patience
            .during(Duration.ofSeconds(15))
            .atMost(Duration.ofSeconds(30))
            .until(() -> lab.engines() == 6);
        nodes.get(0).leave();
        threads.get(0).join(TimeUnit.SECONDS.toMillis(30));
        await().atMost(Duration.ofSeconds(10)).until(() -> members(nodes.get(1)) == 3);
        EngineNode next = EngineNode.start(settings("engine"), line -> {});
        nodes.add(next);
        threads.add(keepGoing(next));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> Cluster.get(next.system()).selfMember().status().equals(MemberStatus.up()));

        assertThat(run.await(Duration.ofSeconds(90)).orElseThrow().ok()).isEqualTo(TRIALS);
        assertThat(say)
            .allSatisfy(
                each -> assertThat(each).filteredOn(KeepLabDowningProviderIT::isAtWork).hasSize(1));
      } finally {
        nodes.forEach(EngineNode::leave);
        for (Thread each : threads) {
          each.join(TimeUnit.SECONDS.toMillis(30));
        }
      }
    }
  }

  @Test
  void nodesThatAkkaDoesNotHaveTheLabWatchOverAreGivenUpAndComeBackToo() throws Exception {
    port = FreePort.next();
    String sparse = "akka.cluster.failure-detector.monitored-by-nr-of-members = 1";
    List<List<String>> say = new ArrayList<>();
    List<EngineNode> nodes = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    try (Lab lab =
        Lab.builder().notebook(folder.resolve("notes.db")).node(settings("lab", sparse)).open()) {
      try {
        for (int i = 0; i < 4; i++) {
          say.add(new CopyOnWriteArrayList<>());
          nodes.add(EngineNode.start(settings("engine", sparse), say.get(i)::add));
          threads.add(keepGoing(nodes.get(i)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> lab.engines() == 8);

        for (EngineNode node : nodes) {
          silence(node.system(), AddressFromURIString.parse("akka://lab@127.0.0.1:" + port));
        }

        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(
                () ->
                    assertThat(say)
                        .allSatisfy(
                            each ->
                                assertThat(each)
                                    .filteredOn(KeepLabDowningProviderIT::isAtWork)
                                    .hasSize(2)));
        await().atMost(Duration.ofSeconds(10)).until(() -> lab.engines() == 8);
      } finally {
        nodes.forEach(EngineNode::leave);
        for (Thread each : threads) {
          each.join(TimeUnit.SECONDS.toMillis(30));
        }
      }
    }
  }

  private static void silenceEachOther(List<EngineNode> nodes) {
    for (EngineNode one : nodes) {
      for (EngineNode other : nodes) {
        if (one != other) {
          silence(one.system(), Cluster.get(other.system()).selfMember().address());
        }
      }
    }
  }

  private static int members(EngineNode node) {
    return (int)
        StreamSupport.stream(Cluster.get(node.system()).state().getMembers().spliterator(), false)
            .count();
  }

  @Test
  void theOldestLabGoesOnWhenALabThatStandsByIsOutOfItsReach() throws Exception {
    port = FreePort.next();
    int otherPort = FreePort.next();
    List<String> nodeSays = new CopyOnWriteArrayList<>();
    NodeSettings waiting = settings("lab", "lab.node.port = " + otherPort);
    try (Lab lab =
        Lab.builder().notebook(folder.resolve("notes.db")).node(settings("lab")).open()) {
      EngineNode node = EngineNode.start(settings("engine"), nodeSays::add);
      Thread keepGoing = keepGoing(node);
      await().atMost(Duration.ofSeconds(30)).until(() -> lab.engines() == 2);
      ActorSystem<?> standsBy =
          NodeSystem.start(
              waiting, LabActor.withoutEngines(waiting.lab(), MemoryNotebook.create()));
      try {
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> Cluster.get(standsBy).selfMember().status().equals(MemberStatus.up()));

        silence(standsBy, AddressFromURIString.parse("akka://lab@127.0.0.1:" + port));
        standsBy.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
        Run run = lab.submit("slow", Study.of(new Slow(1)).with("n", Range.stepped(1, 10, 1)));

        assertThat(run.await(Duration.ofSeconds(60)).orElseThrow().ok()).isEqualTo(10);
        assertThat(nodeSays).filteredOn(KeepLabDowningProviderIT::isAtWork).hasSize(1);
      } finally {
        standsBy.terminate();
        node.leave();
        keepGoing.join(TimeUnit.SECONDS.toMillis(30));
      }
    }
  }

  private static boolean isAtWork(String line) {
    return line.startsWith("working for the lab");
  }

  /** Loses whatever a node says to another, and hears from it. */
  private static void silence(ActorSystem<?> node, Address other) {
    RARP transports = (RARP) RARP.get(node.classicSystem());
    Object done =
        transports
            .provider()
            .transport()
            .managementCommand(
                new SetThrottle(
                    other, Direction.Both$.MODULE$.getInstance(), Blackhole.getInstance()));
    assertThat(done).isNotNull();
  }

  private static Thread keepGoing(EngineNode node) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (!node.awaitEnd(Duration.ofSeconds(1))) {
                  // It has not been told to leave.
                }
              } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
              }
            });
    thread.start();
    return thread;
  }

  private NodeSettings settings(String role, String... more) throws IOException {
    Path profile = Files.createTempFile(folder, "profile", ".conf");
    Files.writeString(
        profile,
        """
        lab { engines = 2, node { roles = [%s], seeds = ["127.0.0.1:%d"] } }
        akka {
          cluster.split-brain-resolver.stable-after = 4s
          cluster.failure-detector.acceptable-heartbeat-pause = 2s
          remote.artery.advanced.test-mode = on
        }
        %s
        """
            .formatted(role, port, String.join("\n", more)));
    return NodeSettings.of(Profile.read(profile.toString(), folder, List.of()));
  }
}
