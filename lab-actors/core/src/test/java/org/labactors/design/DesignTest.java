package org.labactors.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Point;

class DesignTest {

  private static ParameterSpace space(Object... namesAndRanges) {
    Map<String, Range> parameters = new LinkedHashMap<>();
    for (int i = 0; i < namesAndRanges.length; i += 2) {
      parameters.put((String) namesAndRanges[i], (Range) namesAndRanges[i + 1]);
    }
    return new ParameterSpace(parameters);
  }

  private static List<List<Object>> points(Design design, ParameterSpace space) {
    return LongStream.range(0, design.size(space))
        .mapToObj(index -> design.point(space, index).values())
        .toList();
  }

  @Test
  void aFactorialDesignHasAllCombinationsTheFirstNameFastest() {
    ParameterSpace space = space("b", Range.of("u", "v", "w"), "a", Range.of(1, 2));

    assertThat(points(new Factorial(), space))
        .containsExactly(
            List.of(1L, "u"),
            List.of(2L, "u"),
            List.of(1L, "v"),
            List.of(2L, "v"),
            List.of(1L, "w"),
            List.of(2L, "w"));
    assertThat(new Factorial().point(space, 1)).isEqualTo(Point.of(Map.of("a", 2, "b", "u")));
  }

  @Test
  void aFactorialDesignOfNoParametersHasOnePoint() {
    assertThat(points(new Factorial(), ParameterSpace.EMPTY)).containsExactly(List.of());
    assertThat(points(new Pointwise(), ParameterSpace.EMPTY)).containsExactly(List.of());
  }

  @Test
  void aFactorialDesignNumbersPointsUpToTheLargestLong() {
    ParameterSpace space =
        space("a", Range.linspace(0, 1, 1L << 31), "b", Range.linspace(0, 1, (1L << 32) - 1));
    long last = new Factorial().size(space) - 1;

    assertThat(new Factorial().point(space, last).values()).containsExactly(1.0, 1.0);
  }

  @Test
  void moreCombinationsThanCanBeNumberedAreRefusedWithTheSizes() {
    ParameterSpace space =
        space(
            "x", Range.linspace(0, 1, 4_000_000_000L),
            "y", Range.linspace(0, 1, 4_000_000_000L),
            "n", Range.of(1, 2));

    assertThatThrownBy(() -> new Factorial().size(space))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "all combinations of the parameters are more than 9223372036854775807 points, which"
                + " cannot be numbered: n has 2, x has 4000000000, y has 4000000000");
  }

  @Test
  void aPointwiseDesignTakesCorrespondingValuesAndExtendsSingleOnes() {
    ParameterSpace space =
        space("a", Range.of(1, 2, 3), "b", Range.of("x"), "c", Range.linspace(0, 1, 3));

    assertThat(points(new Pointwise(), space))
        .containsExactly(List.of(1L, "x", 0.0), List.of(2L, "x", 0.5), List.of(3L, "x", 1.0));
  }

  @Test
  void aPointwiseDesignOfUnequalLengthsIsRefusedWithEachOne() {
    ParameterSpace space =
        space("x", Range.linspace(0, 1, 100), "k", Range.of(1), "y", Range.of(1, 2, 3));

    assertThatThrownBy(() -> new Pointwise().size(space))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a pointwise design takes as many values for each parameter, or a single one: k has 1,"
                + " x has 100, y has 3");
  }

  @Test
  void aDesignOfOnesOwnChoosesItsPoints() {
    Design everyOther =
        new Design() {
          @Override
          public long size(ParameterSpace space) {
            return space.ranges().get(0).size() / 2;
          }

          @Override
          public Point point(ParameterSpace space, long index) {
            return Point.ofSorted(space.names(), List.of(space.ranges().get(0).value(2 * index)));
          }
        };

    assertThat(points(everyOther, space("x", Range.of(1, 2, 3, 4))))
        .containsExactly(List.of(1L), List.of(3L));
  }

  @Test
  void aSpaceKeepsItsParametersInAlphabeticalOrder() {
    ParameterSpace space = space("y", Range.of(1), "x", Range.of(2)).with("a", Range.of(3));

    assertThat(space.names()).containsExactly("a", "x", "y");
    assertThat(space.ranges()).containsExactly(Range.of(3), Range.of(2), Range.of(1));
    assertThat(space).isEqualTo(space("a", Range.of(3), "x", Range.of(2), "y", Range.of(1)));
  }

  @Test
  void aParameterWithAnUnderscoreInFrontIsRefused() {
    assertThatThrownBy(() -> ParameterSpace.EMPTY.with("_x", Range.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the parameter '_x' starts with an underscore; such names are the lab's own. Maybe call"
                + " it 'x'");
  }
}
