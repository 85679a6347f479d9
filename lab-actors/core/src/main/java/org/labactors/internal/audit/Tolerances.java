package org.labactors.internal.audit;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.TrialOutcome;

/**
 * By how much numbers of a name may differ and still be held to be equal: two numbers a and b by
 * {@code tolerance × max(1, |a|, |b|)}, which is relative for large numbers and absolute for small
 * ones. What is in lists and maps is compared number by number.
 *
 * @param byName the tolerances; what has none must be equal
 */
public record Tolerances(Map<String, Double> byName) implements TrialOutcome.Equality {

  /** Everything must be equal. */
  public static final Tolerances NONE = new Tolerances(Map.of());

  public Tolerances {
    byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  /**
   * The tolerances of texts such as {@code energy=1e-9}.
   *
   * @throws IllegalArgumentException if one of them is none, or two are for the same name
   */
  public static Tolerances parse(Collection<String> texts) {
    Map<String, Double> byName = new HashMap<>();
    for (String text : texts) {
      int equals = text.lastIndexOf('=');
      double tolerance = equals < 1 ? Double.NaN : number(text.substring(equals + 1));
      if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' is no tolerance; write name=number with a number from 0, such as y=1e-9");
      }
      String name = text.substring(0, equals);
      if (byName.put(name, tolerance) != null) {
        throw new IllegalArgumentException("'" + name + "' is given a tolerance already");
      }
    }
    return new Tolerances(byName);
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  @Override
  public boolean areEqual(String name, Object one, Object other) {
    Double tolerance = byName.get(name);
    return tolerance == null ? one.equals(other) : areNear(one, other, tolerance);
  }

  private static boolean areNear(@Nullable Object one, @Nullable Object other, double tolerance) {
    if (one == null || other == null) {
      return one == null && other == null;
    }
    if (one.equals(other)) {
      return true;
    }
    if (one instanceof Number number && other instanceof Number another) {
      return areNear(number.doubleValue(), another.doubleValue(), tolerance);
    }
    if (one instanceof List<?> list && other instanceof List<?> others) {
      boolean near = list.size() == others.size();
      for (int i = 0; near && i < list.size(); i++) {
        near = areNear(list.get(i), others.get(i), tolerance);
      }
      return near;
    }
    return one instanceof Map<?, ?> map
        && other instanceof Map<?, ?> others
        && map.keySet().equals(others.keySet())
        && map.keySet().stream().allMatch(key -> areNear(map.get(key), others.get(key), tolerance));
  }

  private static boolean areNear(double one, double other, double tolerance) {
    double largest = Math.max(1, Math.max(Math.abs(one), Math.abs(other)));
    return one == other
        || (Double.isFinite(largest) && Math.abs(one - other) <= tolerance * largest);
  }
}
