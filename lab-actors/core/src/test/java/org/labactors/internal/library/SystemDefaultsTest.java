package org.labactors.internal.library;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinWorkerThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemDefaultsTest {

  private static final String EXECUTOR = "akka.actor.default-dispatcher.watched-executor";

  @ParameterizedTest
  @CsvSource({"17, fork-join-executor", "20, fork-join-executor", "21, thread-pool-executor"})
  void newerJavaGetsAnotherKindOfPool(int java, String executor) {
    assertThat(SystemDefaults.of(java).withFallback(ConfigFactory.load()).getString(EXECUTOR))
        .isEqualTo(executor);
  }

  @Test
  void anActorSystemStartsWithTheOtherKindOfPool() {
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(), "pools", SystemDefaults.of(21).withFallback(ConfigFactory.load()));
    try {
      Thread thread =
          CompletableFuture.supplyAsync(Thread::currentThread, system.executionContext()::execute)
              .join();

      assertThat(thread).isNotInstanceOf(ForkJoinWorkerThread.class);
    } finally {
      system.terminate();
    }
  }
}
