package org.labactors.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {

  private static List<String> labels(Scale scale) {
    return scale.marks().stream().map(scale::label).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0                  | 1                    | 0 0.2 0.4 0.6 0.8 1.0
          0.06               | 0.13                 | 0.06 0.07 0.08 0.09 0.10 0.11 0.12 0.13
          -1                 | 1                    | -1.0 -0.5 0 0.5 1.0
          -0.0               | 0.5                  | 0 0.1 0.2 0.3 0.4 0.5
          0                  | 5000                 | 0 1000 2000 3000 4000 5000
          0                  | 5e6                  | 0 1e6 2e6 3e6 4e6 5e6
          1e-7               | 5e-7                 | 1.0e-7 1.5e-7 2.0e-7 2.5e-7 3.0e-7 3.5e-7 4.0e-7 4.5e-7 5.0e-7
          9007199254740992   | 9007199254740996     | 9007199254740992.0 9007199254740992.5 9007199254740993.0 9007199254740993.5 9007199254740994.0 9007199254740994.5 9007199254740995.0 9007199254740995.5 9007199254740996.0
          9007199254740992   | 9007199254740994     | 9007199254740992.0 9007199254740992.5 9007199254740993.0 9007199254740993.5 9007199254740994.0
          -1.7e308           | 1.7e308              | -1.5e308 -1.0e308 -5e307 0 5e307 1.0e308 1.5e308
          0                  | 4.9e-324             | 0 1e-324 2e-324 3e-324 4e-324
          7                  | 7                    | 7
          0.1                | 0.1                  | 0.1
          0                  | 0                    | 0
          -1.7e308           | -1.7e308             | -1.7e308
          """)
  void marksAreAtRoundNumbers(double least, double most, String labels) {
    assertThat(String.join(" ", labels(Scale.linear(least, most, 6)))).isEqualTo(labels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1      | 1000   | 1 10 100 1000
          0.002  | 30     | 0.01 0.1 1 10
          1e-9   | 1e9    | 1e-9 1e-6 0.001 1 1000 1e6 1e9
          1e-320 | 1e-300 | 1e-320 1e-316 1e-312 1e-308 1e-304 1e-300
          """)
  void marksOfALogarithmicScaleAreAtPowersOfTen(double least, double most, String labels) {
    assertThat(String.join(" ", labels(Scale.logarithmic(least, most, 6)))).isEqualTo(labels);
  }

  @Test
  void everyMarkIsWhereItsLabelSays() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      double a = Double.longBitsToDouble(random.nextLong());
      double b =
          random.nextInt(3) == 0 ? Math.nextUp(a) : Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        continue;
      }
      Scale scale = Scale.linear(Math.min(a, b), Math.max(a, b), 7);
      String range = a + " and " + b;

      assertThat(scale.begin()).as(range).isLessThanOrEqualTo(scale.end());
      List<String> labels = labels(scale);
      assertThat(labels).as(range).doesNotHaveDuplicates().hasSizeBetween(a == b ? 1 : 3, 15);
      for (int mark = 0; mark < labels.size(); mark++) {
        String label = labels.get(mark);
        assertThat(label.length()).as(range).isLessThan(26);
        double shown = new BigDecimal(label).doubleValue();
        if (Double.isFinite(shown)
            && Math.abs(a - b) > Math.ulp(Math.max(Math.abs(a), Math.abs(b)))) {
          assertThat(scale.place(shown))
              .as(range)
              .isCloseTo(mark + Math.ceil(scale.begin()), within(0.51));
        }
      }
    }
  }
}
