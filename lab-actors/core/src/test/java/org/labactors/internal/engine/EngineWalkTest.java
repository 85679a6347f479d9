package org.labactors.internal.engine;

import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand random walks; see {@link EngineWalk}. */
@Timeout(300)
class EngineWalkTest {

  private static final int WALKS = Integer.getInteger("lab.test.walks", 10_000);

  @Test
  void whateverHappensEachRunEndsAndEnginesLoseNoResultAndKeepNothing() {
    IntStream.range(0, WALKS).parallel().forEach(EngineWalkTest::walk);
  }

  private static void walk(int seed) {
    try {
      new EngineWalk(seed).go();
    } catch (AssertionError | RuntimeException failure) {
      Assertions.fail("the walk with seed " + seed + ": " + failure.getMessage(), failure);
    }
  }
}
