package org.labactors.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {

  @Test
  void theFirstTurnOfEachDoesNotCount() throws Exception {
    Deque<Double> seconds = new ArrayDeque<>(List.of(100.0, 200.0, 1.0, 2.0, 3.0, 9.0));

    Pairs pairs = Pairs.measure(2, seconds::remove, seconds::remove);

    assertThat(pairs.pairs()).containsExactly(new Pairs.Pair(1, 2), new Pairs.Pair(3, 9));
  }

  @Test
  void theRatioIsTheMedianOfThePairsRatios() {
    Pairs pairs =
        new Pairs(List.of(new Pairs.Pair(1, 2), new Pairs.Pair(10, 30), new Pairs.Pair(2, 10)));

    assertThat(pairs.ratio()).isEqualTo(3);
    assertThat(pairs.spread()).isEqualTo(String.format("%.2f–%.2f", 2.0, 5.0));
    assertThat(pairs.a()).isEqualTo(2);
    assertThat(pairs.b()).isEqualTo(10);
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Pairs.median(4, 1, 3, 2)).isEqualTo(2.5);
  }
}
