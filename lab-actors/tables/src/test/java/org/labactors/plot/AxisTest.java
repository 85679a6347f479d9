package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void zeroOfEitherSignIsOnePlace() {
    Axis axis = new Axis(8);

    int number = axis.number(0.0);

    assertThat(axis.number(-0.0)).isEqualTo(number);
  }

  @Test
  void whatWasAtOnePlaceStaysTogetherWhenPlacesBecomeWider() {
    Axis axis = new Axis(8);
    SplittableRandom random = new SplittableRandom(3);
    Map<Double, Integer> numbers = new HashMap<>();
    int merges = 0;
    for (int i = 0; i < 300; i++) {
      double value = random.nextDouble(-10, 10) * (1 + i);
      numbers.put(value, axis.number(value));
      if (axis.isOverfull()) {
        int[] merged = axis.merge();
        numbers.replaceAll((each, number) -> merged[number]);
        merges++;
      }
    }

    assertThat(merges).isGreaterThan(3);
    assertThat(numbers)
        .allSatisfy((value, number) -> assertThat(axis.number(value)).isEqualTo(number));
  }
}
