package org.labactors.notebook.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ExactJsonTest {

  @Test
  void theTextIsWhatOneWouldWrite() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", Arrays.asList(1L, 1.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY));
    map.put("ä", Arrays.asList(true, null, "\uD83D\uDE00"));

    assertThat(ExactJson.write(map))
        .isEqualTo("{\"a\":[1,1.0,-0.0,NaN,-Infinity],\"ä\":[true,null,\"\uD83D\uDE00\"]}");
  }

  @Test
  void theTextIsUnicodeEvenIfTheValueIsNot() {
    List<Object> value = List.of("ä \uD800 \uDC00\uD800", Map.of("\uDC00\uFFFF", 1L));

    String text = ExactJson.write(value);

    assertThat(ExactJson.isUnicode(text)).isTrue();
    assertThat(ExactJson.read(text)).isEqualTo(value);
  }

  @Test
  void nestingHasNoEnd() {
    Object deep = List.of();
    for (int i = 0; i < 200_000; i++) {
      deep = i % 2 == 0 ? List.of(deep) : Map.of("in", deep);
    }

    String text = ExactJson.write(deep);

    assertThat(ExactJson.write(ExactJson.read(text))).isEqualTo(text);
  }

  @Test
  void whatIsReadCannotBeChanged() {
    List<?> list = (List<?>) ExactJson.read("[[],{}]");

    assertThatThrownBy(() -> list.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((List<?>) list.get(0)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> ((Map<?, ?>) list.get(1)).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aTextThatEndsTooEarlyIsRefused() {
    assertThatThrownBy(() -> ExactJson.read("[1,"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no JSON: ");
  }
}
