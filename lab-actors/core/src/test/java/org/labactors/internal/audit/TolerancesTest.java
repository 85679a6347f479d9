package org.labactors.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TolerancesTest {

  private static final Tolerances OF_Y = Tolerances.parse(List.of("y=1e-3"));

  @ParameterizedTest
  @CsvSource({
    "0.0, 0.001, true",
    "0.0, 0.0011, false",
    "1000.0, 1001.0, true",
    "1000.0, 1001.1, false",
    "-1000.0, -999.0, true",
    "1.0, -1.0, false",
    "NaN, NaN, true",
    "NaN, 1.0, false",
    "Infinity, Infinity, true",
    "Infinity, 1.0, false",
    "Infinity, -Infinity, false",
  })
  void itIsAbsoluteForSmallNumbersAndRelativeForLargeOnes(double one, double other, boolean equal) {
    assertThat(OF_Y.areEqual("y", one, other)).isEqualTo(equal);
    assertThat(OF_Y.areEqual("y", other, one)).isEqualTo(equal);
  }

  @Test
  void aNameWithoutToleranceMustBeEqual() {
    assertThat(OF_Y.areEqual("x", 0.0, 0.0001)).isFalse();
    assertThat(OF_Y.areEqual("x", 0.5, 0.5)).isTrue();
    assertThat(Tolerances.NONE.areEqual("y", 0.0, -0.0)).isFalse();
  }

  @Test
  void listsAndMapsAreComparedNumberByNumber() {
    assertThat(OF_Y.areEqual("y", List.of(1.0, 2L), List.of(1.0005, 2.0))).isTrue();
    assertThat(OF_Y.areEqual("y", List.of(1.0), List.of(1.0, 2.0))).isFalse();
    assertThat(OF_Y.areEqual("y", Map.of("a", List.of(1.0)), Map.of("a", List.of(1.0001))))
        .isTrue();
    assertThat(OF_Y.areEqual("y", Map.of("a", 1.0), Map.of("b", 1.0))).isFalse();
    assertThat(OF_Y.areEqual("y", "a", "b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "=1", "y=", "y=-1", "y=NaN", "y=Infinity", "y=much"})
  void whatIsNoToleranceIsRefused(String text) {
    assertThatThrownBy(() -> Tolerances.parse(List.of(text)))
        .hasMessage(
            "'"
                + text
                + "' is no tolerance; write name=number with a number from 0, such as y=1e-9");
  }

  @Test
  void aNameHasOneTolerance() {
    assertThatThrownBy(() -> Tolerances.parse(List.of("y=1", "y=2")))
        .hasMessage("'y' is given a tolerance already");
  }
}
