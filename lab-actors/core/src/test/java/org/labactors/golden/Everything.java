package org.labactors.golden;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Measures every kind of value there is; the parameter {@code what} chooses. */
public record Everything(double scale, List<String> labels, Map<String, Double> weights)
    implements Experiment {

  @Override
  public void setUp(Trial trial) {
    if (trial.getString("what").equals("derived")) {
      trial.derive("twice", 2 * scale);
      trial.derive("list", new Object[] {1, -0.0, "a", null, Map.of("n", Double.NaN)});
      trial.derive("missing", null);
      trial.metadata("note", "set up: \"µ\"\n\ttab");
      trial.metadata("inf", Double.NEGATIVE_INFINITY);
    }
  }

  @Override
  public Values run(Trial trial) {
    return switch (trial.getString("what")) {
      case "numbers" -> Values.of(numbers(trial));
      case "limits" -> Values.of(limits());
      case "texts" -> Values.of(texts());
      case "arrays" -> Values.of(arrays());
      case "maps" -> Values.of(maps());
      case "rows" -> rows();
      case "derived" -> Values.of("value", trial.get("list"), "float", 0.1f);
      case "failing" -> throw new IllegalStateException("on purpose: \"µ\"\nsecond line");
      case "failing-late" -> Values.of("value", 7, "nan", Double.NaN);
      default -> Values.none();
    };
  }

  @Override
  public void tearDown(Trial trial) {
    if (trial.getString("what").equals("failing-late")) {
      throw new UnsupportedOperationException("half a pair: \uD83D, a NUL: \0");
    }
  }

  private Map<String, @Nullable Object> numbers(Trial trial) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("value", trial.random().nextDouble() * scale);
    row.put("nan", Double.NaN);
    row.put("plus", Double.POSITIVE_INFINITY);
    row.put("minus", Double.NEGATIVE_INFINITY);
    row.put("zero", -0.0);
    row.put("one", 1.0);
    row.put("whole", 1L);
    row.put("truth", true);
    row.put("missing", null);
    return row;
  }

  private static Map<String, @Nullable Object> limits() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("value", Long.MIN_VALUE);
    row.put("most", Long.MAX_VALUE);
    row.put("beyond", (1L << 53) + 1);
    row.put("tiny", Double.MIN_VALUE);
    row.put("huge", Double.MAX_VALUE);
    row.put("tenth", 0.1);
    row.put("large", 1e22);
    row.put("next", Math.nextUp(1e22));
    row.put("scaled", 2.0e-3);
    row.put("nan", 1L); // another type than elsewhere
    row.put("zero", 0L);
    row.put("one", "1.0");
    row.put("truth", "true");
    return row;
  }

  private static Map<String, @Nullable Object> texts() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("value", "");
    row.put("text", "µ 😀 \"quoted\" back\\slash, comma\r\nline\ttab \u0001 \u2028 \u007f");
    row.put("half pair", "a\uD83Db");
    row.put("nul", "a\0b");
    row.put("word", "NaN");
    row.put("digits", "007");
    row.put("json", "[1,{\"a\":null}]");
    row.put("space", " ");
    return row;
  }

  private static Map<String, @Nullable Object> arrays() {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("value", new double[] {1, Double.NaN, -0.0, Double.NEGATIVE_INFINITY, 1e-7});
    row.put("empty", new int[0]);
    row.put("wholes", new long[] {Long.MIN_VALUE, 0, Long.MAX_VALUE});
    row.put("texts", new String[] {"", "\uDC00", "a\0", "\"µ\""});
    row.put("nested", new double[][] {{1}, {}, {2.5, Double.NaN}});
    row.put("mixed", Arrays.asList(1, 1.0, "1", true, null, List.of(), Map.of()));
    row.put("deep", deep(50));
    row.put("text", List.of("in a column of text"));
    return row;
  }

  private static Map<String, @Nullable Object> maps() {
    Map<String, @Nullable Object> inner = new LinkedHashMap<>();
    inner.put("z", -0.0);
    inner.put("", null);
    inner.put("\uD83D", Double.NaN);
    inner.put("map", Map.of("double", "NaN"));
    inner.put("\"quoted\" µ", List.of(Map.of("k", false)));
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("value", inner);
    row.put("nothing", Map.of());
    row.put("like a rule", Map.of("map", Map.of("a", 1L)));
    row.put("deep map", deepMap(50));
    return row;
  }

  private static Values rows() {
    Map<String, @Nullable Object> odd = new LinkedHashMap<>();
    odd.put("value", 2.5);
    odd.put("VALUE", "other case");
    odd.put("odd \"name\" \uD83D", 3L);
    return Values.rows(
        List.of(Map.of("value", 1L), Collections.singletonMap("value", null), odd, Map.of()));
  }

  private static Object deep(int levels) {
    return levels == 0 ? List.of() : List.of(deep(levels - 1));
  }

  private static Object deepMap(int levels) {
    return levels == 0 ? 1L : Map.of("m", deepMap(levels - 1));
  }
}
