package org.labactors.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.command.Attachment;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Point;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Result;
import org.labactors.experiment.Trial;

/** What functions are given and what they return comes through exactly, or is refused. */
@Timeout(120)
class ExactValuesTest {

  private static final String TEXT = "é√漢😀ß \t\n\r\"\\\u0001\u007f'`{}";

  private static Result result(Resident function, Map<String, ?> parameters) {
    Trial trial = new Trial(7, Point.of(parameters), 0, 42, () -> false);
    try {
      return new LifeCycle(InstantSource.system(), System::nanoTime).run(function, trial);
    } finally {
      function.close();
    }
  }

  private static Map<String, Object> row(Resident function, Map<String, ?> parameters) {
    Result result = result(function, parameters);
    assertThat(result.failure()).isNull();
    return result.rows().get(0);
  }

  private static String failure(Resident function, Map<String, ?> parameters) {
    return result(function, parameters).failure().exception();
  }

  private static Python python(String code) {
    assumeTrue(Programs.isThere("python3"), "there is no python3 on the PATH");
    return new Python(
        new Attachment("model.py", code, false, false), "simulate", List.of(), "python3");
  }

  private static R r(String code) {
    assumeTrue(Programs.isThere("Rscript"), "there is no Rscript on the PATH");
    return new R(new Attachment("model.R", code, false, false), "simulate", List.of(), "Rscript");
  }

  private static Python pythonEcho() {
    return python("def simulate(seed, replicate, **all):\n    return all");
  }

  private static R rEcho() {
    return r("simulate <- function(seed, replicate, ...) list(...)");
  }

  /** Numbers of all sizes, and those of which there is one only. */
  private static Map<String, Object> numbers() {
    Map<String, Object> numbers = new TreeMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      numbers.put("r" + i, Double.longBitsToDouble(random.nextLong()));
    }
    List.of(0.1, -0.0, Double.NaN, 1 / 0.0, -1 / 0.0, Double.MIN_VALUE, Double.MAX_VALUE, 3.0)
        .forEach(each -> numbers.put("s" + each, each));
    numbers.replaceAll((name, each) -> each.equals(Double.NaN) ? Double.NaN : each);
    return numbers;
  }

  private static List<Double> large() {
    Random random = new Random(8);
    return random.doubles(1_300_000).boxed().toList(); // 10 MB
  }

  @Test
  void numbersPassThroughPython() {
    Map<String, Object> given = numbers();
    given.putAll(Map.of("most", Long.MAX_VALUE, "least", Long.MIN_VALUE, "none", 0L));

    assertThat(row(pythonEcho(), given)).isEqualTo(given);
  }

  @Test
  void numbersPassThroughR() {
    Map<String, Object> given = numbers();
    given.putAll(Map.of("most", 2147483647L, "least", -2147483647L, "none", 0L));

    assertThat(row(rEcho(), given)).isEqualTo(given);
  }

  @Test
  void wholeNumbersThatRLacksAreRefused() {
    assertThat(failure(rEcho(), Map.of("n", (1L << 53) + 1)))
        .endsWith(
            "the parameter 'n' is 9007199254740993; R has no whole numbers beyond 2^53. Give it as"
                + " a string");
    assertThat(row(rEcho(), Map.of("n", 1L << 53))).isEqualTo(Map.of("n", 0x1p53));
  }

  @Test
  void textsPassThroughBoth() {
    Map<String, String> given = Map.of("ключ é", TEXT, "empty", "");

    assertThat(row(pythonEcho(), given)).isEqualTo(given);
    assertThat(row(rEcho(), given)).isEqualTo(given);
  }

  @Test
  void namesThatAreNoTextAreRefused() {
    String code =
        "def simulate(inner):\n    half = {'\\ud800': 1}\n    return {'m': [half]} if inner else half";

    for (boolean inner : List.of(true, false)) {
      assertThat(failure(python(code), Map.of("inner", inner)))
          .isEqualTo(
              "ValueError: the name '\\ud800' has half of a surrogate pair, which is no character;"
                  + " leave it out");
    }
  }

  @Test
  void textsThatRCannotHaveAreRefused() {
    assertThat(failure(rEcho(), Map.of("s", "a\0b")))
        .endsWith("the parameter 's' has a character that R cannot have in a string: U+0000");
  }

  @Test
  void listsAndMapsPassThroughBoth() {
    Map<String, Object> nested = new TreeMap<>();
    nested.put("none", null);
    nested.put("ä", Map.of("b", List.of(List.of(1L, 2L), List.of(), Map.of())));
    Map<String, Object> given =
        Map.of(
            "empty",
            List.of(),
            "map",
            Map.of(),
            "nested",
            nested,
            "v",
            List.of(1.5, -0.0),
            "w",
            List.of(1L, 2L),
            "t",
            List.of("a", "b"),
            "b",
            List.of(true, false));

    assertThat(row(pythonEcho(), given)).isEqualTo(given);
    assertThat(row(rEcho(), given)).isEqualTo(given);
  }

  @Test
  void largeArraysPassThroughBoth() {
    Map<String, Object> given = Map.of("x", large());

    assertThat(row(pythonEcho(), given)).isEqualTo(given);
    assertThat(row(rEcho(), given)).isEqualTo(given);
  }

  @Test
  void severalRowsComeOutOfBoth() {
    List<Map<String, Object>> rows = new ArrayList<>();
    rows.add(Map.of("a", 1L, "b", "x"));
    rows.add(new TreeMap<>(Collections.singletonMap("b", null)));
    rows.get(1).put("a", 2L);

    Result inPython =
        result(
            python("def simulate():\n    return [{'a': 1, 'b': 'x'}, {'a': 2, 'b': None}]"),
            Map.of());
    Result inR =
        result(r("simulate <- function() data.frame(a = 1:2, b = factor(c('x', NA)))"), Map.of());

    assertThat(inPython.rows()).isEqualTo(rows);
    assertThat(inR.rows()).isEqualTo(rows);
  }

  @Test
  void whatTheNotebookLacksIsRefused() {
    assertThat(failure(python("def simulate():\n    return {'n': 2**63}"), Map.of()))
        .contains("the measured value 'n' is a value of type java.math.BigInteger; allowed: ");
    assertThat(failure(python("def simulate():\n    return {'m': {1: 2}}"), Map.of()))
        .isEqualTo("TypeError: 'm' has a key that is no string: 1");
    assertThat(failure(python("def simulate():\n    return {'_x': 1}"), Map.of())).contains("'_x'");
    assertThat(failure(r("simulate <- function() list(d = Sys.Date())"), Map.of()))
        .startsWith("Error: 'd' is a value of class Date; results are numbers,");
  }

  @Test
  void numpysAndPandasValuesComeOut() {
    Python function =
        python(
            """
            try:
                import numpy as np, pandas as pd
            except ImportError:
                np = None
            def simulate(seed):
                if np is None: return {"skipped": True}
                return pd.DataFrame({"i": np.arange(2), "f": np.array([0.5, np.nan], "float32"),
                                     "s": ["a", "b"], "b": [np.bool_(True), False],
                                     "a": [np.eye(2), np.int64(3)]})
            """);

    Result result = result(function, Map.of());

    assertThat(result.failure()).isNull();
    assumeTrue(!result.rows().get(0).containsKey("skipped"), "there is no pandas for python3");
    assertThat(result.rows())
        .containsExactly(
            Map.of(
                "i",
                0L,
                "f",
                0.5,
                "s",
                "a",
                "b",
                true,
                "a",
                List.of(List.of(1.0, 0.0), List.of(0.0, 1.0))),
            Map.of("i", 1L, "f", Double.NaN, "s", "b", "b", false, "a", 3L));
  }
}
