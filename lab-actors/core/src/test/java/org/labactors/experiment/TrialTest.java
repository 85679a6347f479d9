package org.labactors.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrialTest {

  private static Trial trial() {
    Map<String, Object> parameters = new TreeMap<>();
    parameters.put("big", 1L << 40);
    parameters.put("list", List.of(1, 2));
    parameters.put("method", "euler");
    parameters.put("mixed", List.of(1, 2.5));
    parameters.put("on", true);
    parameters.put("whole", 3);
    parameters.put("x", 0.5);
    parameters.put("y", 4.0);
    return Trial.at(parameters);
  }

  private static final String ALL =
      "{big=1099511627776, list=[1, 2], method=euler, mixed=[1, 2.5], on=true, whole=3, x=0.5,"
          + " y=4.0}";

  @Test
  void parametersAreGivenByType() {
    Trial trial = trial();

    assertThat(trial.getDouble("x")).isEqualTo(0.5);
    assertThat(trial.getDouble("whole")).isEqualTo(3.0);
    assertThat(trial.getLong("whole")).isEqualTo(3);
    assertThat(trial.getLong("y")).isEqualTo(4);
    assertThat(trial.getInt("whole")).isEqualTo(3);
    assertThat(trial.getString("method")).isEqualTo("euler");
    assertThat(trial.getBoolean("on")).isTrue();
    assertThat(trial.getLongs("list")).containsExactly(1, 2);
    assertThat(trial.getDoubles("list")).containsExactly(1, 2);
    assertThat(trial.getDoubles("mixed")).containsExactly(1, 2.5);
    assertThat(trial.getList("mixed")).isEqualTo(List.of(1L, 2.5));
    assertThat(trial.get("big")).isEqualTo(1L << 40);
  }

  static Stream<Arguments> wrongGetters() {
    return Stream.of(
        wrong(t -> t.getDouble("method"), "'method' is euler, not a number"),
        wrong(t -> t.getLong("x"), "'x' is 0.5, not a whole number"),
        wrong(t -> t.getInt("big"), "'big' is 1099511627776, not a whole number of 32 bits"),
        wrong(t -> t.getString("x"), "'x' is 0.5, not a string"),
        wrong(t -> t.getBoolean("whole"), "'whole' is 3, not a boolean"),
        wrong(t -> t.getList("x"), "'x' is 0.5, not an array"),
        wrong(t -> t.getDoubles("on"), "'on' is true, not an array"),
        wrong(t -> t.getLongs("mixed"), "'mixed' is [1, 2.5], not an array of whole numbers"));
  }

  private static Arguments wrong(Consumer<Trial> getter, String text) {
    return Arguments.of(getter, text);
  }

  @ParameterizedTest
  @MethodSource("wrongGetters")
  void aWrongTypeIsRefusedWithAllParameters(Consumer<Trial> getter, String text) {
    assertThatThrownBy(() -> getter.accept(trial()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the parameter " + text + "; there are " + ALL);
  }

  @Test
  void aWrongNameIsRefusedWithAllParameters() {
    assertThatThrownBy(() -> trial().getDouble("z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no parameter 'z'; there are " + ALL);
    assertThatThrownBy(() -> Trial.at(Map.of()).get("z"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no parameter 'z'; there are none");
  }

  @Test
  void aDerivedParameterIsReadLikeTheOthers() {
    Trial trial = Trial.at(Map.of("n", 3));

    trial.derive("square", 9);
    trial.derive("nothing", null);

    assertThat(trial.getLong("square")).isEqualTo(9);
    assertThat(trial.get("nothing")).isNull();
    assertThat(trial.point()).isEqualTo(Point.of(Map.of("n", 3)));
  }

  @Test
  void aDerivedParameterTakesNoNameOfThePointOrTheLab() {
    Trial trial = Trial.at(Map.of("n", 3));

    assertThatThrownBy(() -> trial.derive("n", 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the derived parameter 'n' has the name of a parameter of the point");
    assertThatThrownBy(() -> trial.derive("_m", 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the derived parameter '_m' starts with an underscore");
    assertThatThrownBy(() -> trial.metadata("_engine", 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the metadata '_engine' starts with an underscore");
    assertThatThrownBy(() -> trial.metadata("m", new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a value of type java.lang.Object; allowed: ");
  }

  @Test
  void randomNumbersDependOnSeedPointAndReplicateButNotOnTheNumber() {
    Point point = Point.of(Map.of("x", 1));

    long first = new Trial(0, point, 2, 42, () -> false).random().nextLong();

    assertThat(new Trial(9, point, 2, 42, () -> false).random().nextLong()).isEqualTo(first);
    assertThat(new Trial(0, point, 3, 42, () -> false).random().nextLong()).isNotEqualTo(first);
    assertThat(new Trial(0, point, 2, 43, () -> false).random().nextLong()).isNotEqualTo(first);
    assertThat(new Trial(0, Point.of(Map.of("x", 2)), 2, 42, () -> false).random().nextLong())
        .isNotEqualTo(first);
  }

  @Test
  void aDerivedParameterDoesNotChangeTheRandomNumbers() {
    Trial plain = Trial.at(Map.of("x", 1));
    Trial derived = Trial.at(Map.of("x", 1));

    derived.derive("y", 2);

    assertThat(derived.random().nextLong()).isEqualTo(plain.random().nextLong());
    assertThat(derived.seed()).isEqualTo(plain.seed());
  }

  @Test
  void theGeneratorGoesOnFromCallToCall() {
    Trial trial = Trial.at(Map.of());

    assertThat(trial.random()).isSameAs(trial.random());
    assertThat(trial.random().nextLong()).isNotEqualTo(trial.random().nextLong());
  }

  @Test
  void aTrialKnowsWhetherItIsCancelled() {
    boolean[] cancelled = {false};
    Trial trial = new Trial(0, Point.of(Map.of()), 0, 0, () -> cancelled[0]);

    assertThat(trial.isCancelled()).isFalse();
    cancelled[0] = true;
    assertThat(trial.isCancelled()).isTrue();
  }

  @Test
  void theRandomNumbersOfAPartFollowThoseBeforeIt() {
    Trial whole = Trial.at(Map.of("x", 1));
    List<Long> inOrder = Stream.generate(() -> whole.random().nextLong()).limit(4).toList();

    Trial again = Trial.at(Map.of("x", 1));
    Trial first = again.part();
    Trial second = again.part();

    assertThat(first.random().nextLong()).isEqualTo(inOrder.get(0));
    assertThat(second.seed()).isEqualTo(inOrder.get(1)).isEqualTo(second.seed());
    assertThat(first.random().nextLong()).isEqualTo(inOrder.get(2));
    assertThat(again.random().nextLong()).isEqualTo(inOrder.get(3));
    assertThat(again.seed()).isEqualTo(Trial.at(Map.of("x", 1)).seed());
  }

  @Test
  void aPartSeesWhatTheWholeHasDerivedAndKeepsItsOwnToItself() {
    Trial whole = Trial.at(Map.of("x", 1));
    whole.derive("twice", 2);
    Trial part = whole.part();

    part.derive("thrice", 3);
    part.metadata("note", "mine");

    assertThat(part.parameters()).isEqualTo(Map.of("x", 1L, "twice", 2L, "thrice", 3L));
    assertThat(part.getLong("twice")).isEqualTo(2);
    assertThat(whole.parameters()).isEqualTo(Map.of("x", 1L, "twice", 2L));
    assertThat(whole.metadata()).isEmpty();
    assertThat(part.derived()).isEqualTo(Map.of("thrice", 3L));
  }
}
