package org.labactors.notebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values parameters have in combinations of them. */
final class ParameterValues {

  private static final Comparator<Object> NUMBERS_FIRST =
      Comparator.comparing((Object value) -> !(value instanceof Number))
          .thenComparing(
              (one, other) ->
                  one instanceof Number first && other instanceof Number second
                      ? Double.compare(first.doubleValue(), second.doubleValue())
                      : 0);

  private ParameterValues() {}

  static Map<String, List<Object>> of(List<Map<String, @Nullable Object>> combinations) {
    Map<String, Set<Object>> found = new LinkedHashMap<>();
    for (Map<String, @Nullable Object> combination : combinations) {
      combination.forEach(
          (name, value) -> {
            Set<Object> values = found.computeIfAbsent(name, absent -> new LinkedHashSet<>());
            if (value != null) {
              values.add(value);
            }
          });
    }
    Map<String, List<Object>> sorted = new LinkedHashMap<>();
    found.forEach(
        (name, values) -> {
          List<Object> list = new ArrayList<>(values);
          list.sort(NUMBERS_FIRST);
          sorted.put(name, list);
        });
    return sorted;
  }
}
