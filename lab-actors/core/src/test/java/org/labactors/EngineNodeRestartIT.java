package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.actor.NodeSystem;
import org.labactors.internal.protocol.EnginesProtocol;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;

/** What may be in the way of a node that starts anew. */
@Timeout(90)
class EngineNodeRestartIT {

  private final int port = FreePort.next();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Deque<Supplier<ActorSystem<EnginesProtocol.Command>>> starts = new ArrayDeque<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private final Lab lab = Lab.builder().inMemory().node(settings("lab")).open();
  private EngineNode node;
  private Thread thread;

  @BeforeEach
  void start() {
    starts.add(this::system);
  }

  @AfterEach
  void end() throws InterruptedException {
    held.countDown();
    node.leave();
    thread.join(TimeUnit.SECONDS.toMillis(40));
    lab.close();
  }

  @Test
  void aStepOfTheStartThatRunsIntoItsTimeLimitIsNotItsEnd() {
    starts.addAll(
        List.of(
            () ->
                EngineNodeRestartIT.<RuntimeException>fail(
                    new TimeoutException("Futures timed out after [20 seconds]")),
            () ->
                EngineNodeRestartIT.<RuntimeException>fail(
                    new IllegalStateException("Remote transport has not started yet")),
            this::system));
    begin();

    node.system().terminate();

    awaitEngines();
    assertThat(log)
        .contains(
            "the node could not start: java.util.concurrent.TimeoutException: Futures timed out"
                + " after [20 seconds]\nTrying again.",
            "the node could not start: java.lang.IllegalStateException: Remote transport has not"
                + " started yet\nTrying again.");
  }

  @Test
  void aSystemThatEndsAsSoonAsItHasStartedIsFollowedByAnother() {
    starts.addAll(List.of(this::endedSystem, this::endedSystem, this::system));
    begin();

    node.system().terminate();

    awaitEngines();
  }

  @Test
  void aSystemThatCannotEndIsNotAwaitedForEver() {
    starts.clear();
    starts.addAll(List.of(this::heldUp, this::system));
    begin();

    node.system().terminate();

    awaitEngines();
    assertThat(log).contains("the actor system has not ended within 1 s; going on without it");
  }

  private void begin() {
    node = new EngineNode(settings("engine"), () -> starts.remove().get(), log::add, status -> {});
    thread = new Thread(this::keepGoing);
    thread.start();
  }

  private void awaitEngines() {
    await()
        .atMost(Duration.ofSeconds(40))
        .untilAsserted(
            () -> {
              assertThat(thread.isAlive()).as("the node goes on").isTrue();
              assertThat(starts).isEmpty();
              assertThat(lab.engines()).isEqualTo(2);
            });
  }

  private void keepGoing() {
    try {
      while (!node.awaitEnd(Duration.ofMillis(100))) {
        // It has not been told to leave.
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private ActorSystem<EnginesProtocol.Command> system() {
    return EngineNode.startSystem(settings("engine"), NodeVersion.current(), log::add);
  }

  private ActorSystem<EnginesProtocol.Command> endedSystem() {
    ActorSystem<EnginesProtocol.Command> system = system();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
    return system;
  }

  /** One with an actor that does not stop before the test ends. */
  private ActorSystem<EnginesProtocol.Command> heldUp() {
    return NodeSystem.start(
        Behaviors.receive(EnginesProtocol.Command.class)
            .onSignal(
                PostStop.class,
                stop -> {
                  held.await();
                  return Behaviors.same();
                })
            .build(),
        "engines",
        EnginesProtocol.Command.class,
        settings("engine"),
        log::add);
  }

  private NodeSettings settings(String role) {
    return NodeSettings.of(
        Profile.parse(
            """
            lab { engines = 2, node { roles = [%s], seeds = ["127.0.0.1:%d"], longest-end = 1s } }
            akka.cluster.split-brain-resolver.stable-after = 1s
            akka.cluster.failure-detector.acceptable-heartbeat-pause = 2s
            """
                .formatted(role, port)));
  }

  /** As Scala does, which declares no exceptions. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> ActorSystem<EnginesProtocol.Command> fail(Throwable failure)
      throws E {
    throw (E) failure;
  }
}
