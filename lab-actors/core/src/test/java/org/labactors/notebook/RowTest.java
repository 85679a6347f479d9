package org.labactors.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** How the values of a row are read. */
class RowTest {

  private final Row row =
      row(
          Map.of("x", 1.5, "n", 3L, "method", "euler"),
          Map.of("y", 2.0, "ok", true, "list", List.of(1L, 2L)));

  @Test
  void rowsTrialsAndValuesHaveTheSameGetters() {
    assertThat(getters(Row.class))
        .isEqualTo(getters(Trial.class))
        .isEqualTo(getters(Values.class))
        .hasSize(9);
  }

  private static Set<String> getters(Class<?> type) {
    return Stream.of(type.getMethods())
        .filter(each -> each.getDeclaringClass() != Object.class)
        .filter(each -> each.getName().startsWith("get"))
        .map(RowTest::signature)
        .collect(Collectors.toSet());
  }

  private static String signature(Method method) {
    return method.getReturnType().getSimpleName() + " " + method.getName();
  }

  @Test
  void parametersAndResultsAreReadByName() {
    assertThat(row.getDouble("x")).isEqualTo(1.5);
    assertThat(row.getInt("n")).isEqualTo(3);
    assertThat(row.getLong("y")).isEqualTo(2); // 2.0 is a whole number, as for a trial
    assertThat(row.getString("method")).isEqualTo("euler");
    assertThat(row.getBoolean("ok")).isTrue();
    assertThat(row.getList("list")).isEqualTo(List.of(1L, 2L));
    assertThat(row.getDoubles("list")).containsExactly(1, 2);
    assertThat(row.getLongs("list")).containsExactly(1, 2);
  }

  @Test
  void aNameThatIsNotThereAndAnotherTypeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row.getString("z"))
        .withMessageStartingWith("there is no parameter or result 'z'; there are ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row.getDouble("method"))
        .withMessageStartingWith("the parameter 'method' is euler, not a number; there are {");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row.getLong("ok"))
        .withMessageStartingWith("the result 'ok' is true, not a whole number; there are {");
  }

  @Test
  void aMissingNumberIsNotANumber() {
    Map<String, @Nullable Object> results = new HashMap<>();
    results.put("y", null);

    assertThat(row(Map.of(), results).getDouble("y")).isNaN();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row(Map.of(), results).getLong("y"))
        .withMessage("the result 'y' is null, not a whole number; there are {y=null}");
  }

  private static Row row(
      Map<String, @Nullable Object> parameters, Map<String, @Nullable Object> results) {
    return new Row(
        0,
        0,
        0,
        0,
        Status.OK,
        "engine",
        1,
        Result.Timing.UNKNOWN,
        null,
        parameters,
        results,
        Map.of());
  }
}
