package org.labactors.plot;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values that tell one series from another; not too many, or nobody could tell. */
final class SeriesNames {

  /** Stands for the value of the only series, where there is but one. */
  static final Object ONLY = "";

  /** So many series are the most. */
  static final int MOST = 24;

  /** Numbers first and ascending, then text in alphabetical order. */
  static final Comparator<Object> ORDER =
      Comparator.comparing((Object value) -> !(value instanceof Number))
          .thenComparing(value -> value instanceof Number number ? number.doubleValue() : 0.0)
          .thenComparing(Object::toString);

  private final @Nullable Variable by;
  private final Set<Object> values = new HashSet<>();

  SeriesNames(@Nullable Variable by) {
    this.by = by;
  }

  /**
   * The value of the series that a row belongs to.
   *
   * @param value that of the variable that tells series apart; null if there is none
   * @throws PlotException if there are too many series
   */
  Object of(@Nullable Object value) {
    if (by == null) {
      return ONLY;
    }
    Object name = value == null ? "none" : value instanceof Number ? value : value.toString();
    if (values.add(name) && values.size() > MOST) {
      throw new PlotException(
          "'"
              + by.name()
              + "' has more than "
              + MOST
              + " values, which is too many to tell them apart; choose another one with --by");
    }
    return name;
  }
}
