package org.labactors.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One value for each parameter, in alphabetical order of the names. Two points are equal if their
 * names and values are; the index that a design gave them plays no part.
 */
public final class Point {

  private final List<String> names;
  private final List<Object> values;

  private Point(List<String> names, List<Object> values) {
    this.names = names;
    this.values = values;
  }

  /**
   * A point from names and values in any order.
   *
   * @throws IllegalArgumentException if a name or a value is not allowed
   */
  public static Point of(Map<String, ?> parameters) {
    List<String> names = new ArrayList<>(parameters.size());
    List<Object> values = new ArrayList<>(parameters.size());
    new TreeMap<>(parameters)
        .forEach(
            (name, value) -> {
              Names.check("the parameter", name);
              names.add(name);
              values.add(CanonicalValue.required(value));
            });
    return new Point(Collections.unmodifiableList(names), Collections.unmodifiableList(values));
  }

  /**
   * A point from parts that already have the right form; nothing is copied or checked but the
   * sizes.
   *
   * @param names in alphabetical order, without doubles
   * @param values canonical, one for each name
   */
  public static Point ofSorted(List<String> names, List<Object> values) {
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(
          "a point of " + names.size() + " names and " + values.size() + " values");
    }
    return new Point(names, values);
  }

  /** The names in alphabetical order. */
  public List<String> names() {
    return names;
  }

  /** The values, in the order of the names. */
  public List<Object> values() {
    return values;
  }

  /** The value of one parameter, or null if there is none of that name. */
  public @Nullable Object get(String name) {
    int index = Collections.binarySearch(names, name);
    return index < 0 ? null : values.get(index);
  }

  /** Names and values, in alphabetical order. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      map.put(names.get(i), values.get(i));
    }
    return map;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Point point && names.equals(point.names) && values.equals(point.values);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + values.hashCode();
  }

  @Override
  public String toString() {
    return asMap().toString();
  }
}
