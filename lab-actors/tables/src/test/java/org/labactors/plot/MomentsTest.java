package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MomentsTest {

  private static Moments of(double... values) {
    Moments moments = new Moments();
    for (double value : values) {
      moments.add(value);
    }
    return moments;
  }

  @Test
  void theVarianceIsThatOfASample() {
    Moments moments = of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(moments.mean()).isEqualTo(5);
    assertThat(moments.variance()).isCloseTo(32 / 7.0, within(1e-12));
  }

  @Test
  void theMarginIsStudentsQuantileTimesTheStandardError() {
    Moments moments = of(1, 3);

    assertThat(moments.margin()).isCloseTo(12.706204736, within(1e-6));
  }

  @Test
  void oneValueHasNoMargin() {
    Moments moments = of(3);

    assertThat(moments.variance()).isNaN();
    assertThat(moments.margin()).isZero();
  }

  @Test
  void largeNumbersDoNotDrownTheirSpread() {
    Moments moments = of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16);

    assertThat(moments.variance()).isCloseTo(30, within(1e-9));
  }

  @Test
  void twoHeapsPutTogetherAreAsOne() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = random.doubles(1_000, -5, 20).toArray();
    Moments first = new Moments();
    Moments second = new Moments();
    for (int i = 0; i < values.length; i++) {
      (i % 3 == 0 ? first : second).add(values[i]);
    }

    first.add(second);
    first.add(new Moments());

    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    assertThat(first.count()).isEqualTo(1_000);
    assertThat(first.mean()).isCloseTo(mean, within(1e-12));
    assertThat(first.variance()).isCloseTo(squares / 999, within(1e-10));
  }
}
