package org.labactors;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.protocol.LabProtocol;

/** Ten thousand random walks; see {@link DisturbedWalk}. */
@Timeout(300)
class DisturbedWalkTest {

  private static final int WALKS = Integer.getInteger("lab.test.walks", 10_000);

  private static ActorTestKit kit;

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void whateverHappensEachTrialIsRecordedByOneCodeAndNoneIsCondemnedButByItself() {
    ActorRef<StatusReply<LabProtocol.Submitted>> nobody =
        kit.system().<StatusReply<LabProtocol.Submitted>>ignoreRef();
    IntStream.range(0, WALKS).parallel().forEach(seed -> walk(seed, nobody));
  }

  private static void walk(int seed, ActorRef<StatusReply<LabProtocol.Submitted>> nobody) {
    try {
      new DisturbedWalk(seed, nobody).go();
    } catch (AssertionError | RuntimeException failure) {
      Assertions.fail("the walk with seed " + seed + ": " + failure.getMessage(), failure);
    }
  }
}
