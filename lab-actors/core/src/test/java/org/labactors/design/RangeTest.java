package org.labactors.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {

  private static List<Object> values(Range range) {
    return LongStream.range(0, range.size()).mapToObj(range::value).toList();
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void stepsDoNotDrift() {
    assertThat(values(Range.stepped(0, 1, 0.1)))
        .containsExactly(0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    assertThat(values(Range.stepped(0.1, 0.3, 0.1))).containsExactly(0.1, 0.2, 0.3);
  }

  @Test
  void aMillionStepsDoNotDriftEither() {
    Range range = Range.stepped(0, 1000, 0.001);

    assertThat(range.size()).isEqualTo(1_000_001);
    for (long i = 0; i < range.size(); i += 997) {
      assertThat(range.value(i)).isEqualTo(Double.parseDouble(i + "e-3"));
    }
  }

  @Test
  void stepsGoDownToo() {
    assertThat(values(Range.stepped(0.3, -0.1, -0.2))).containsExactly(0.3, 0.1, -0.1);
    assertThat(values(Range.stepped(5, 1, -2))).containsExactly(5L, 3L, 1L);
  }

  @Test
  void anEndThatNoStepMeetsIsLeftOut() {
    assertThat(values(Range.stepped(0, 1, 0.3))).containsExactly(0.0, 0.3, 0.6, 0.9);
    assertThat(values(Range.stepped(1, 10, 4))).containsExactly(1L, 5L, 9L);
  }

  @Test
  void aRangeOfOneValueIsNotEmpty() {
    assertThat(values(Range.stepped(2.5, 2.5, 1))).containsExactly(2.5);
    assertThat(values(Range.linspace(2.5, 9, 1))).containsExactly(2.5);
    assertThat(values(Range.logspace(2.5, 9, 1))).containsExactly(2.5);
  }

  @Test
  void stepsOfAnySizeAreTheDecimalsOneWouldWrite() {
    assertThat(values(Range.stepped(1e22, 1.3e22, 1e21)))
        .containsExactly(1e22, 1.1e22, 1.2e22, 1.3e22);
    assertThat(values(Range.stepped(0, 3e-30, 1e-30))).containsExactly(0.0, 1e-30, 2e-30, 3e-30);
  }

  /** The text of the first one is another on Java 17 than on Java 19. */
  @Test
  void theDecimalOfANumberIsTheSameOnEveryJavaRelease() {
    assertThat(Ranges.decimal(Math.scalb(1.0, -44))).hasToString("5.6843418860808015E-14");
    assertThat(Ranges.decimal(2.0E-3)).hasToString("0.002");
    assertThat(Ranges.decimal(Double.MIN_VALUE)).hasToString("5E-324");
    assertThat(Ranges.decimal(Double.MAX_VALUE)).hasToString("1.7976931348623157E+308");
  }

  @Test
  void wholeStepsReachTheLargestNumbers() {
    Range range = Range.stepped(Long.MIN_VALUE, Long.MAX_VALUE - 2, 4);

    assertThat(range.size()).isEqualTo(1L << 62);
    assertThat(range.value(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(range.value(range.size() - 1)).isEqualTo(Long.MAX_VALUE - 3);
    assertThat(Range.stepped(Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3, 4, 10, 11, 100, 101, 12_345})
  void evenlySpacedNumbersAreExactAtTheEndsAndSymmetric(long points) {
    double end = 6.283185;
    Range range = Range.linspace(-end, end, points);

    assertThat(range.value(0)).isEqualTo(-end);
    assertThat(range.value(points - 1)).isEqualTo(end);
    for (long i = 0; i < points; i++) {
      assertThat((double) range.value(i) + (double) range.value(points - 1 - i)).isZero();
      assertThat((double) range.value(i)).isBetween(-end, end);
      assertThat(i == 0 || (double) range.value(i - 1) < (double) range.value(i)).isTrue();
    }
  }

  @Test
  void evenlySpacedNumbersMayReachAcrossAllThatThereAre() {
    assertThat(values(Range.linspace(-Double.MAX_VALUE, Double.MAX_VALUE, 2)))
        .containsExactly(-Double.MAX_VALUE, Double.MAX_VALUE);
    assertThat(values(Range.linspace(-Double.MAX_VALUE, Double.MAX_VALUE, 3)))
        .containsExactly(-Double.MAX_VALUE, 0.0, Double.MAX_VALUE);
    assertThat(values(Range.linspace(1, 0, 3))).containsExactly(1.0, 0.5, 0.0);
  }

  @Test
  void aLogarithmicScaleHasExactEndsAndConstantRatios() {
    assertThat(values(Range.logspace(1, 1000, 4))).containsExactly(1.0, 10.0, 100.0, 1000.0);
    Range range = Range.logspace(0.003, 7.7, 50);

    assertThat(range.value(0)).isEqualTo(0.003);
    assertThat(range.value(49)).isEqualTo(7.7);
    double ratio = Math.pow(7.7 / 0.003, 1 / 49.0);
    for (int i = 1; i < 50; i++) {
      assertThat((double) range.value(i) / (double) range.value(i - 1))
          .isBetween(ratio * (1 - 1e-12), ratio * (1 + 1e-12));
    }
  }

  /** Computed once; a seed depends on every bit of these. */
  @Test
  void aLogarithmicScaleIsTheSameOnEveryMachine() {
    Range range = Range.logspace(0.003, 7.7, 50);

    assertThat(range.value(17)).isEqualTo(0.045705001134702564);
    assertThat(range.value(33)).isEqualTo(0.5932356266587581);
  }

  @Test
  void listedValuesAreTakenInCanonicalForm() {
    assertThat(values(Range.of(1, 2.5f, 'c', true, new int[] {1, 2}, List.of("a"))))
        .containsExactly(1L, 2.5, "c", true, List.of(1L, 2L), List.of("a"));
  }

  @Test
  void rangesByTheSameRuleAreEqual() {
    assertThat(Range.stepped(0, 1, 0.1))
        .isEqualTo(Range.stepped(0, 1, 0.1))
        .hasSameHashCodeAs(Range.stepped(0, 1, 0.1))
        .isNotEqualTo(Range.stepped(0, 1, 0.2))
        .hasToString("Stepped[from=0.0, to=1.0, step=0.1]");
    assertThat(Range.of(1, 2)).isEqualTo(Range.listed(List.of(1L, 2L)));
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    refused(() -> Range.of(), "the list of values is empty; give at least one");
    refused(() -> Range.of(1, null), "the value is null");
    refused(() -> Range.linspace(0, 1, 0), "points is 0; it must be at least 1");
    refused(
        () -> Range.linspace(0, Double.NaN, 3),
        "the range goes from 0.0 to NaN; both must be finite");
    refused(
        () -> Range.logspace(0, 10, 3),
        "a logarithmic scale from 0.0 to 10.0; both must be more than 0");
    refused(() -> Range.stepped(0, 1, 0.0), "the step is 0; it must be finite and not 0");
    refused(() -> Range.stepped(0, 1, 0), "the step is 0; it must be finite and not 0");
    refused(
        () -> Range.stepped(0, 1, Double.POSITIVE_INFINITY),
        "the step is Infinity; it must be finite and not 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0   | 1 | -0.1 | the range from 0 to 1 with step -0.1 is empty
          1.5 | 1 | 0.1  | the range from 1.5 to 1 with step 0.1 is empty
          """)
  void stepsThatLeadAwayFromTheEndAreRefused(double from, double to, double step, String text) {
    refused(() -> Range.stepped(from, to, step), text);
  }

  @Test
  void moreValuesThanCanBeNumberedAreRefused() {
    refused(
        () -> Range.stepped(0, 1e10, 1e-10),
        "the range from 0 to 10000000000 with step 0.0000000001 has 100000000000000000001 values;"
            + " more than 9223372036854775807 cannot be numbered");
    refused(
        () -> Range.stepped(Long.MIN_VALUE, Long.MAX_VALUE, 1),
        "the range from -9223372036854775808 to 9223372036854775807 with step 1 has"
            + " 18446744073709551616 values; more than 9223372036854775807 cannot be numbered");
  }
}
