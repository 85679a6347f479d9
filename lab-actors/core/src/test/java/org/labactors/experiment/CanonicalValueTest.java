package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalValueTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of((byte) 1, 1L),
        Arguments.of((short) -1, -1L),
        Arguments.of(1, 1L),
        Arguments.of(0.1f, (double) 0.1f),
        Arguments.of('c', "c"),
        Arguments.of(CharBuffer.wrap("text"), "text"),
        Arguments.of(Status.TIMED_OUT, "TIMED_OUT"),
        Arguments.of(new int[] {1, 2}, List.of(1L, 2L)),
        Arguments.of(new double[0], List.of()),
        Arguments.of(new boolean[] {true}, List.of(true)),
        Arguments.of(new float[][] {{0.5f}, {}}, List.of(List.of(0.5), List.of())),
        Arguments.of(new Object[] {1, null, "a"}, Arrays.asList(1L, null, "a")),
        Arguments.of(new TreeSet<>(List.of(2, 1)), List.of(1L, 2L)),
        Arguments.of(Map.of("k", List.of(1)), Map.of("k", List.of(1L))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueTakesItsOneForm(Object value, Object canonical) {
    assertThat(CanonicalValue.of(value)).isEqualTo(canonical);
    assertThat(CanonicalValue.of(canonical)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY, -0.0, Double.MIN_VALUE})
  void whatIsCanonicalStaysAsItIs(Object value) {
    assertThat(CanonicalValue.of(value)).isSameAs(value);
  }

  @Test
  void otherTypesAreRefusedWithWhatIsAllowed() {
    assertThatThrownBy(() -> CanonicalValue.of(List.of(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value of type java.math.BigInteger; allowed: " + CanonicalValue.ALLOWED);
    assertThatThrownBy(() -> CanonicalValue.of(Map.of(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a map with a key that is not a string: 1; allowed: " + CanonicalValue.ALLOWED);
    assertThatThrownBy(() -> CanonicalValue.required(null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the value is null");
    assertThat(CanonicalValue.required(Collections.singletonList(null)))
        .isEqualTo(Collections.singletonList(null));
  }

  @Test
  void aPointHasItsNamesInAlphabeticalOrder() {
    Point point = Point.of(Map.of("b", 2, "a", new int[] {1}, "c", "x"));

    assertThat(point.names()).containsExactly("a", "b", "c");
    assertThat(point.values()).containsExactly(List.of(1L), 2L, "x");
    assertThat(point.get("b")).isEqualTo(2L);
    assertThat(point.get("z")).isNull();
    assertThat(point).hasToString("{a=[1], b=2, c=x}");
    assertThat(point)
        .isEqualTo(Point.ofSorted(List.of("a", "b", "c"), List.of(List.of(1L), 2L, "x")))
        .hasSameHashCodeAs(Point.of(point.asMap()));
    assertThatThrownBy(() -> Point.ofSorted(List.of("a"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a point of 1 names and 0 values");
  }
}
