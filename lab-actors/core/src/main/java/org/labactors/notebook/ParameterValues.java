package org.labactors.notebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The values that a parameter has in the rows of a result set.
 *
 * @param values each once; numbers before others and in ascending order
 * @param isWhole whether these are all; if not, there are more than were wanted
 */
public record ParameterValues(List<Object> values, boolean isWhole) {

  private static final Comparator<Object> NUMBERS_FIRST =
      Comparator.comparing((Object value) -> !(value instanceof Number))
          .thenComparing(
              (one, other) ->
                  one instanceof Number first && other instanceof Number second
                      ? Double.compare(first.doubleValue(), second.doubleValue())
                      : 0);

  public ParameterValues {
    values = List.copyOf(values);
  }

  /**
   * The values of each parameter. Reading ends when there are more of each than wanted.
   *
   * @param most how many values of a parameter are held
   */
  static Map<String, ParameterValues> of(Stream<Row> rows, int most) {
    Map<String, Set<Object>> found = new LinkedHashMap<>();
    Iterator<Row> each = rows.iterator();
    boolean goOn = true;
    while (goOn && each.hasNext()) {
      each.next()
          .parameters()
          .forEach(
              (name, value) -> {
                Set<Object> values = found.computeIfAbsent(name, absent -> new LinkedHashSet<>());
                if (value != null && values.size() <= most) {
                  values.add(value);
                }
              });
      goOn = found.isEmpty() || found.values().stream().anyMatch(values -> values.size() <= most);
    }
    Map<String, ParameterValues> sorted = new LinkedHashMap<>();
    found.forEach(
        (name, values) -> {
          List<Object> list = new ArrayList<>(values);
          list = list.subList(0, Math.min(most, list.size()));
          list.sort(NUMBERS_FIRST);
          sorted.put(name, new ParameterValues(list, values.size() <= most));
        });
    return sorted;
  }
}
