package org.labactors.internal.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.actor.NodeSystem;
import org.labactors.internal.library.ReferenceSettings;
import org.labactors.internal.library.SystemDefaults;
import org.labactors.protocol.LabProtocol;

/** What becomes of an actor system whose Java machine runs out of something. */
@Timeout(60)
class SystemFaultTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "akka.actor.default-dispatcher",
        "akka.actor.internal-dispatcher",
        "akka.actor.default-blocking-io-dispatcher",
        "lab.notebook-dispatcher"
      })
  void whoWaitsForItsEndIsToldAtOnceThoughItCannotEnd(String dispatcher) {
    CountDownLatch held = new CountDownLatch(1);
    ActorSystem<LabProtocol.Command> system = system();
    try {
      var unused = system.systemActorOf(heldUp(held), "held-up", Props.empty());

      fail(system, dispatcher, new OutOfMemoryError("Java heap space"));

      assertThatThrownBy(() -> SystemEnd.of(system).get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(SystemFault.class)
          .hasMessageContainingAll("out of memory: the heap", "Java heap space", "-Xmx");
      assertThat(system.getWhenTerminated().toCompletableFuture()).isNotDone();
    } finally {
      held.countDown();
      system.terminate();
    }
  }

  @Test
  void whatIsNoFaultOfTheMachineEndsNothing() throws Exception {
    ActorSystem<LabProtocol.Command> system = system();
    try {
      fail(system, "akka.actor.default-dispatcher", new AssertionError("no fault"));
      CountDownLatch after = new CountDownLatch(1);
      system.executionContext().execute(after::countDown);

      assertThat(after.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(SystemEnd.of(system)).isNotDone();
    } finally {
      system.terminate();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Java heap space | -Xmx",
        "GC overhead limit exceeded | -Xmx",
        "Requested array size exceeds VM limit | -Xmx",
        "Cannot reserve 67108864 bytes of direct buffer memory | -XX:MaxDirectMemorySize=",
        "unable to create native thread: possibly out of memory | ulimit -u",
        "Metaspace | -XX:MaxMetaspaceSize=",
        "Compressed class space | -XX:MaxMetaspaceSize=",
        "Out of swap space? | ulimit -v"
      })
  void itIsSaidWhatRanOutAndWhatToChange(String detail, String remedy) {
    assertThat(Shortage.text(new OutOfMemoryError(detail))).contains(detail).contains(remedy);
  }

  @Test
  void aFullStackIsAShortageToo() {
    assertThat(Shortage.text(new StackOverflowError())).contains("stack").contains("-Xss");
  }

  /** An actor that does not stop before the test ends. */
  private static Behavior<Void> heldUp(CountDownLatch held) {
    return Behaviors.receive(Void.class)
        .onSignal(
            PostStop.class,
            stop -> {
              held.await();
              return Behaviors.same();
            })
        .build();
  }

  private static ActorSystem<LabProtocol.Command> system() {
    return NodeSystem.startAlone(
        Behaviors.empty(), SystemDefaults.ofThisJava().withFallback(ReferenceSettings.load()));
  }

  private static void fail(ActorSystem<?> system, String dispatcher, Error error) {
    system
        .dispatchers()
        .lookup(DispatcherSelector.fromConfig(dispatcher))
        .execute(
            () -> {
              throw error;
            });
  }
}
