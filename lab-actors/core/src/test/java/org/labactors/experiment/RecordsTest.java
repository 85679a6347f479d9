package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Results from Java records, and parameters into them. */
@SuppressWarnings("ArrayRecordComponent") // a component may be an array
class RecordsTest {

  enum Method {
    EULER,
    HEUN
  }

  private record Height(double z, boolean high, int[] steps, Method by) {}

  private record Setting(
      double x,
      long n,
      int small,
      boolean on,
      String name,
      Method by,
      double[] rates,
      List<?> any) {}

  @Test
  void theComponentsOfARecordAreResults() {
    Values values = Values.of(new Height(0.5, true, new int[] {1, 2}, Method.HEUN));

    assertThat(values)
        .isEqualTo(
            Values.of(Map.of("z", 0.5, "high", true, "steps", List.of(1L, 2L), "by", "HEUN")));
    assertThat(values.rows().get(0).keySet()).containsExactly("z", "high", "steps", "by");
  }

  @Test
  void aComponentThatCannotBeRecordedIsRefused() {
    record Late(Duration after) {}

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Values.of(new Late(Duration.ZERO)))
        .withMessageStartingWith(
            "the measured value 'after' is a value of type java.time.Duration; allowed: ");
  }

  @Test
  void parametersBecomeARecord() {
    Trial trial =
        Trial.at(
            Map.of(
                "x",
                1,
                "n",
                3.0,
                "small",
                7,
                "on",
                true,
                "name",
                "a",
                "by",
                "EULER",
                "rates",
                List.of(1, 0.5),
                "any",
                List.of("b"),
                "unused",
                0));

    Setting setting = trial.parameters(Setting.class);

    assertThat(setting.x()).isEqualTo(1.0);
    assertThat(setting.n()).isEqualTo(3);
    assertThat(setting.small()).isEqualTo(7);
    assertThat(setting.on()).isTrue();
    assertThat(setting.name()).isEqualTo("a");
    assertThat(setting.by()).isEqualTo(Method.EULER);
    assertThat(setting.rates()).containsExactly(1, 0.5);
    assertThat(setting.any()).isEqualTo(List.of("b"));
  }

  @Test
  void parametersThatAreMissingOrOfAnotherTypeAreNamed() {
    record Place(double x, double y) {}
    record Way(Method by) {}
    record Late(Duration after) {}

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trial.at(Map.of("x", 1.0)).parameters(Place.class))
        .withMessage("the record Place: there is no parameter 'y'; there are {x=1.0}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trial.at(Map.of("x", "a", "y", 1)).parameters(Place.class))
        .withMessageStartingWith(
            "the record Place: the parameter 'x' is a, not a number; there are");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trial.at(Map.of("by", "RK4")).parameters(Way.class))
        .withMessage(
            "the record Way: the parameter 'by' is RK4, which is no constant of Method; there are"
                + " [EULER, HEUN]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trial.at(Map.of("after", 1)).parameters(Late.class))
        .withMessageStartingWith(
            "the record Late: the component 'after' has type java.time.Duration, which no parameter"
                + " has; it may be double, long, ");
  }

  @Test
  void whatTheRecordItselfRefusesIsThrownAsItIs() {
    @SuppressWarnings("UnusedMethod") // its constructor is called by reflection
    record Positive(double x) {
      Positive {
        if (x <= 0) {
          throw new IllegalStateException("x is " + x);
        }
      }
    }

    org.assertj.core.api.Assertions.assertThatIllegalStateException()
        .isThrownBy(() -> Trial.at(Map.of("x", -1)).parameters(Positive.class))
        .withMessage("x is -1.0");
  }
}
