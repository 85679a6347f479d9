package org.labactors.plot;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ScannedRow;

/**
 * What is gathered for each series, by the value that tells it from others; not too many, or nobody
 * could tell.
 *
 * @param <T> what is gathered
 */
final class Series<T> {

  /** Stands for the value of the only series, where there is but one. */
  private static final Object ONLY = "";

  /** So many series are the most. */
  static final int MOST = 24;

  /** Numbers first and ascending, then text in alphabetical order. */
  private static final Comparator<Object> ORDER =
      Comparator.comparing((Object value) -> !(value instanceof Number))
          .thenComparing(value -> value instanceof Number number ? number.doubleValue() : 0.0)
          .thenComparing(Object::toString);

  private final @Nullable Variable by;
  private final Function<Object, T> beginning;
  private final Map<Object, T> gathered = new HashMap<>();

  /** What was found for the row before; often the next one is of the same series. */
  private @Nullable T last;

  private @Nullable Object lastName;

  /**
   * No series yet.
   *
   * @param by the variable that tells series apart; null if there is but one
   * @param beginning makes what a series begins with, given its value
   */
  Series(@Nullable Variable by, Function<Object, T> beginning) {
    this.by = by;
    this.beginning = beginning;
  }

  /**
   * What is gathered for the series of a row.
   *
   * @param column the place of the variable that tells series apart, in the row
   * @throws PlotException if there are too many series
   */
  T of(ScannedRow row, int column) {
    Object name = by == null ? ONLY : name(row.value(column));
    T before = last;
    if (before != null && name == lastName) {
      return before;
    }
    T known = gathered.get(name);
    T found = known != null ? known : begin(name);
    lastName = name;
    last = found;
    return found;
  }

  private static Object name(@Nullable Object value) {
    return value == null ? "none" : value instanceof Number ? value : value.toString();
  }

  private T begin(Object name) {
    if (by != null && gathered.size() == MOST) {
      throw new PlotException(
          "'"
              + by.name()
              + "' has more than "
              + MOST
              + " values, which is too many to tell them apart; choose another one with --by");
    }
    T fresh = beginning.apply(name);
    gathered.put(name, fresh);
    return fresh;
  }

  /** How many there are. */
  int size() {
    return gathered.size();
  }

  /** Puts something else in place of what is gathered for each. */
  void replaceAll(UnaryOperator<T> replacement) {
    gathered.replaceAll((name, each) -> replacement.apply(each));
    last = null;
  }

  /** All of them, in the order of their values. */
  SortedMap<Object, T> sorted() {
    SortedMap<Object, T> sorted = new TreeMap<>(ORDER);
    sorted.putAll(gathered);
    return sorted;
  }
}
