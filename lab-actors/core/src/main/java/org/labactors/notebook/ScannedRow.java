package org.labactors.notebook;

import org.jspecify.annotations.Nullable;

/**
 * The row at which a scan stands; it is another one as soon as the scan goes on. Columns are told
 * by their place in those that the scan was asked for, from 0.
 */
public interface ScannedRow {

  /**
   * The number in a column, where a boolean is 0 or 1; NaN if there is none, or something else. A
   * whole number that no {@code double} can hold is rounded.
   */
  double number(int column);

  /** The value in a column, canonical; null if there is none. */
  @Nullable Object value(int column);

  /** The number that a value is; NaN if it is none. */
  static double number(@Nullable Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    return value instanceof Boolean truth ? (truth ? 1 : 0) : Double.NaN;
  }
}
