package org.labactors.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.experiment.CanonicalValue;

final class ValueJsonTest {

  private static String notebook(Object value) {
    return ValueJson.write(value, JsonDialect.NOTEBOOK);
  }

  private static Object read(String text) {
    return ValueJson.read(text, JsonDialect.NOTEBOOK);
  }

  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  @Test
  void theTextIsWhatOneWouldWrite() {
    Map<String, Object> value =
        map(
            "a",
            Arrays.asList(1L, 1.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY),
            "ä",
            Arrays.asList(true, null, "\uD83D\uDE00"));

    assertThat(notebook(value))
        .isEqualTo("{\"a\":[1,1.0,-0.0,NaN,-Infinity],\"ä\":[true,null,\"\uD83D\uDE00\"]}");
  }

  @Test
  void theTextInANotebookIsUnicodeEvenIfTheValueIsNot() {
    List<Object> value = List.of("ä \uD800 \uDC00\uD800", Map.of("\uDC00\uFFFF", 1L));

    String text = notebook(value);

    assertThat(UnicodeText.isUnicode(text)).isTrue();
    assertThat(text).startsWith("[\"\\u00E4 \\uD800 \\uDC00\\uD800\",");
    assertThat(read(text)).isEqualTo(value);
  }

  @Test
  void eachDialectHasItsPolicyForWhatJsonCannotHold() {
    Object value = List.of(Double.NaN, "\uD83D\f", map("\uD83D", 2.0e-3));

    assertThat(notebook(value)).isEqualTo("[NaN,\"\\uD83D\\f\",{\"\\uFFFFd83d\":0.002}]");
    assertThat(ValueJson.write(value, JsonDialect.CELL))
        .isEqualTo("[null,\"\\uD83D\\f\",{\"\\uFFFFd83d\":0.002}]");
    assertThat(ValueJson.write(value, JsonDialect.EXPORT))
        .isEqualTo("[\"NaN\",\"\\ud83d\\u000c\",{\"\uFFFD\":0.002}]");
    assertThat(ValueJson.write(value, JsonDialect.PYTHON))
        .isEqualTo("[NaN,\"\\ud83d\\u000c\",{\"\uFFFD\":0.002}]");
    assertThat(ValueJson.write(value, JsonDialect.PYTHON_EXACT))
        .isEqualTo("[NaN,\"\\ud83d\\u000c\",{\"map\":[[\"\\ud83d\",0.002]]}]");
    assertThat(ValueJson.write(value, JsonDialect.PROGRAM))
        .isEqualTo("[NaN,\"\\uD83D\\f\",{\"\\uD83D\":0.002}]");
    assertThat(ValueJson.write("é", JsonDialect.PROGRAM)).isEqualTo("\"\\u00E9\"");
    assertThat(ValueTree.write(value).toString())
        .isEqualTo("[{\"double\":\"NaN\"},\"\uD83D\\f\",{\"map\":{\"\uD83D\":0.002}}]");
  }

  static List<JsonDialect> exactDialects() {
    return List.of(JsonDialect.NOTEBOOK, JsonDialect.PYTHON_EXACT);
  }

  @ParameterizedTest
  @MethodSource("exactDialects")
  void anExactDialectGivesBackEveryValue(JsonDialect dialect) {
    Object value =
        CanonicalValue.of(
            Arrays.asList(
                null,
                true,
                Long.MIN_VALUE,
                -0.0,
                Double.MIN_VALUE,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                "",
                "NaN \"quoted\" \\ \0 \b \u007f \uDC00",
                List.of(List.of()),
                map("map", List.of(), "double", "NaN", "\uD83D", null),
                Map.of()));

    assertThat(ValueJson.read(ValueJson.write(value, dialect), dialect)).isEqualTo(value);
    assertThat(ValueTree.read(ValueTree.write(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @MethodSource("exactDialects")
  void theDeepestValueThereCanBeComesBack(JsonDialect dialect) {
    Object lists = 1L;
    Object maps = 1L;
    for (int depth = 0; depth <= 100; depth++) {
      lists = List.of(lists);
      maps = Map.of("in", maps);
    }
    Object value = CanonicalValue.of(lists);
    assertThat(ValueJson.read(ValueJson.write(value, dialect), dialect)).isEqualTo(value);
    value = CanonicalValue.of(maps);
    assertThat(ValueJson.read(ValueJson.write(value, dialect), dialect)).isEqualTo(value);

    Object deeper = List.of(lists);
    assertThatThrownBy(() -> CanonicalValue.of(deeper)).hasMessageContaining("deeper than 100");
  }

  @Test
  void aTextThatIsNestedEndlesslyIsRefused() {
    assertThatThrownBy(() -> read("[".repeat(200_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nesting depth");
  }

  @Test
  void whatIsReadCannotBeChanged() {
    List<?> list = (List<?>) read("[[],{}]");

    assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) list.get(0)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((Map<?, ?>) list.get(1)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aTextThatEndsTooEarlyIsRefused() {
    assertThatThrownBy(() -> read("[1,"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no JSON: ");
    assertThatThrownBy(() -> read("")).hasMessageStartingWith("no JSON: ");
  }

  @Test
  void aWholeNumberOfMoreThan64BitsIsRefused() {
    assertThatThrownBy(() -> read("[9223372036854775808]"))
        .hasMessageContaining("9223372036854775808 is a whole number of more than 64 bits");
  }

  @Test
  void whatIsNotCanonicalIsRefused() {
    assertThatThrownBy(() -> notebook(List.of(1)))
        .hasMessage("not a canonical value: java.lang.Integer");
  }
}
