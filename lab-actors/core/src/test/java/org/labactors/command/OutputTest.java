package org.labactors.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {

  @Test
  void anObjectInJsonIsARow() {
    String json =
        """
        {"size": 3, "real": 3.0, "on": true, "name": "x", "none": null, "nan": NaN,
         "far": -Infinity, "list": [1, [2.5]], "map": {"a": 1}}
        """;

    Map<String, Object> row = Output.JSON.read(json).rows().get(0);

    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("size", 3L);
    expected.put("real", 3.0);
    expected.put("on", true);
    expected.put("name", "x");
    expected.put("none", null);
    expected.put("nan", Double.NaN);
    expected.put("far", Double.NEGATIVE_INFINITY);
    expected.put("list", List.of(1L, List.of(2.5)));
    expected.put("map", Map.of("a", 1L));
    assertThat(row).isEqualTo(expected);
  }

  @Test
  void aListOfObjectsAndOneObjectAfterTheOtherAreRows() {
    assertThat(Output.JSON.read("[{\"a\":1},{\"a\":2}]").rows())
        .containsExactly(Map.of("a", 1L), Map.of("a", 2L));
    assertThat(Output.JSON.read("{\"a\":1}\n{\"b\":2}\n").rows())
        .containsExactly(Map.of("a", 1L), Map.of("b", 2L));
  }

  @Test
  void linesAreOneRowTypedByTheirLook() {
    Map<String, Object> row =
        Output.LINES
            .read("size = 3\n\nreal=3.0\r\n on=true\nname = a = b \nempty=\n")
            .rows()
            .get(0);

    assertThat(row)
        .isEqualTo(Map.of("size", 3L, "real", 3.0, "on", true, "name", "a = b", "empty", ""));
  }

  @Test
  void aValueOfALineMeansWhatACellDoes() {
    assertThat(
            Output.LINES
                .read("a=\"007\"\nb=-inf\nc=NA\nd=True\ne=say \"a\"\nf=\"a\" or \"b\"\ng=\"\"\n")
                .rows()
                .get(0))
        .containsEntry("a", "007")
        .containsEntry("b", Double.NEGATIVE_INFINITY)
        .containsEntry("c", null)
        .containsEntry("d", true)
        .containsEntry("e", "say \"a\"")
        .containsEntry("f", "\"a\" or \"b\"")
        .containsEntry("g", "");
  }

  @Test
  void quotesAndAByteOrderMarkOfACsvAreNoPartOfItsTexts() {
    assertThat(Output.CSV.read("\uFEFF\"a\",b\r\n\"1\",nan\r\n").rows())
        .containsExactly(Map.of("a", "1", "b", Double.NaN));
  }

  @Test
  void noLinesAreARowWithoutValues() {
    assertThat(Output.LINES.read("\n").rows()).containsExactly(Map.of());
  }

  @Test
  void eachLineOfACsvIsARowAndAnEmptyCellIsMissing() {
    List<Map<String, Object>> rows = Output.CSV.read("t,name\n0,\"a,b\"\n0.5,\n").rows();

    assertThat(rows.get(0)).isEqualTo(Map.of("t", 0L, "name", "a,b"));
    assertThat(rows.get(1).values()).isEqualTo(rows.get(1).values());
    assertThat(rows.get(1)).containsEntry("t", 0.5).containsEntry("name", null);
    assertThat(rows).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          JSON  | ``               | it is empty; it must be an object in JSON
          JSON  | 3.5              | it has 3.5 where an object in JSON must be
          JSON  | [1]              | it has 1 where an object in JSON must be
          JSON  | {"a":1,"a":2}    | it is not JSON: line 1: Duplicate field 'a'
          JSON  | {"_a":1}         | the measured value '_a' starts with an underscore; such names are the lab's own. Maybe call it 'a'
          LINES | a=1⏎hello        | line 2 is not name=value: hello
          LINES | a=1⏎a=2          | line 2 has 'a' a second time: a=2
          LINES | =2               | line 1 is not name=value: =2
          LINES | ok=1⏎a=1.0D+05   | line 2: 'a': 1.0D+05 looks like a number and is none; write 1.0e+05, or "1.0D+05" in quotes for the string
          CSV   | ``               | it is empty; it must begin with a header of names
          CSV   | a,b⏎1            | line 2: has 1 value; the header has 2 names: a, b
          CSV   | a,a⏎1,2          | line 1: the header has 'a' twice
          CSV   | ,a⏎0,2           | line 1: the first column has no name; if it numbers the rows, leave it out (pandas: to_csv(…, index=False), R: row.names = FALSE), else give it a name
          CSV   | a⏎1e999          | line 2: 'a': 1e999 is farther from 0 than any floating-point number, 1.7976931348623157E308; write "1e999" in quotes for the string
          """)
  void whatCannotBeReadIsRefusedWithThePlace(Output output, String text, String message) {
    assertThatThrownBy(() -> output.read(text == null ? "" : text.replace('⏎', '\n')))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void garbageIsNoJson() {
    for (String garbage : Arrays.asList("hello", "{\"a\":", "{\"a\":1} x", "\0\0")) {
      assertThatThrownBy(() -> Output.JSON.read(garbage))
          .as(garbage)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("it is not JSON: line 1: ");
    }
  }
}
