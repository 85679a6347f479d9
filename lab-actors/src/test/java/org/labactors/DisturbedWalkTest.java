package org.labactors;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.actor.LabActor;

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
    ActorRef<StatusReply<LabActor.Submitted>> nobody =
        kit.system().<StatusReply<LabActor.Submitted>>ignoreRef();
    for (int seed = 0; seed < WALKS; seed++) {
      try {
        new DisturbedWalk(seed, nobody).go();
      } catch (AssertionError | RuntimeException failure) {
        Assertions.fail("the walk with seed " + seed + ": " + failure.getMessage(), failure);
      }
    }
  }
}
