package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.protocol.LabProtocol;

/** Actor systems of a lab that the cluster gives up. */
@Timeout(60)
class LabSystemTest {

  private final CountDownLatch held = new CountDownLatch(1);
  private final Deque<Supplier<ActorSystem<LabProtocol.Command>>> starts = new ArrayDeque<>();
  private LabSystem systems;

  @AfterEach
  void end() {
    held.countDown();
    systems.close().ifPresent(ActorSystem::terminate);
  }

  @Test
  void aStartThatFailsIsTriedAgainWhateverTheReason() throws Exception {
    starts.addAll(
        List.of(
            LabSystemTest::system,
            () ->
                LabSystemTest.<RuntimeException>fail(
                    new TimeoutException("Futures timed out after [20 seconds]")),
            () ->
                LabSystemTest.<RuntimeException>fail(
                    new IllegalStateException("cannot create children while terminating")),
            LabSystemTest::system));
    systems = LabSystem.start(this::next);
    ActorSystem<LabProtocol.Command> first = systems.current().join();

    giveUp(first);
    ActorSystem<LabProtocol.Command> second = systems.after(first).get(30, TimeUnit.SECONDS);

    assertThat(second).isNotSameAs(first);
    assertThat(starts).isEmpty();
  }

  @Test
  void thereIsNoOtherWhenTheMachineIsToBlame() {
    starts.addAll(
        List.of(
            LabSystemTest::system,
            () ->
                LabSystemTest.<RuntimeException>fail(
                    new OutOfMemoryError("unable to create native thread"))));
    systems = LabSystem.start(this::next);
    ActorSystem<LabProtocol.Command> first = systems.current().join();

    giveUp(first);

    assertThatThrownBy(() -> systems.after(first).get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("unable to create native thread");
  }

  @Test
  void aSystemThatCannotEndIsNotAwaitedForEver() {
    starts.add(this::heldUp);
    systems = LabSystem.start(this::next);
    ActorSystem<LabProtocol.Command> first = systems.current().join();

    giveUp(first);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(systems.current()).isCompletedExceptionally());
    assertThatThrownBy(() -> systems.current().get())
        .hasRootCauseMessage("the actor system has not ended within 1 s");
    assertThat(first.getWhenTerminated().toCompletableFuture()).isNotDone();
  }

  @Test
  void aSystemThatCannotEndHasNoOtherBesideIt() {
    starts.addAll(List.of(this::heldUp, LabSystemTest::system));
    systems = LabSystem.start(this::next);
    ActorSystem<LabProtocol.Command> first = systems.current().join();

    giveUp(first);

    assertThatThrownBy(() -> systems.after(first).get(30, TimeUnit.SECONDS))
        .hasRootCauseMessage("the actor system has not ended within 1 s");
    assertThat(starts).hasSize(1);
  }

  private ActorSystem<LabProtocol.Command> next() {
    return starts.remove().get();
  }

  private static ActorSystem<LabProtocol.Command> system() {
    return ActorSystem.create(Behaviors.empty(), "lab");
  }

  /** One with an actor that does not stop before the test ends. */
  private ActorSystem<LabProtocol.Command> heldUp() {
    return ActorSystem.create(
        Behaviors.receive(LabProtocol.Command.class)
            .onSignal(
                PostStop.class,
                stop -> {
                  held.await();
                  return Behaviors.same();
                })
            .build(),
        "lab",
        ConfigFactory.parseString("lab.node.longest-end = 1s").withFallback(ConfigFactory.load()));
  }

  private static void giveUp(ActorSystem<?> system) {
    var unused = CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterDowningReason());
  }

  /** As Scala does, which declares no exceptions. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> ActorSystem<LabProtocol.Command> fail(Throwable failure)
      throws E {
    throw (E) failure;
  }
}
