package org.labactors.notebook.jdbc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values lie in cells. The columns of values have no declared type, so a cell takes whole
 * numbers, floating-point numbers and text as they are; what the cell alone does not tell, the type
 * of its column does. A value that would not read back as it was is noted beside, in {@code
 * _exact}.
 */
final class Cells {

  /** What the cells of a column mean, decided by its first value. */
  enum Type {
    /** There was no value yet. */
    UNKNOWN,
    NUMBER,
    TEXT,
    /** 0 is false, 1 is true. */
    BOOLEAN,
    /** Text is JSON. */
    JSON
  }

  private Cells() {}

  static Type typeOf(@Nullable Object value) {
    if (value == null) {
      return Type.UNKNOWN;
    }
    if (value instanceof Boolean) {
      return Type.BOOLEAN;
    }
    if (value instanceof String) {
      return Type.TEXT;
    }
    return isStructured(value) ? Type.JSON : Type.NUMBER;
  }

  static boolean isStructured(Object value) {
    return value instanceof List<?> || value instanceof Map<?, ?>;
  }

  /** What goes into the cell: a Long, a Double that is a number, a String, or null. */
  static @Nullable Object stored(@Nullable Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (value instanceof Double real && real.isNaN()) {
      return null;
    }
    return value != null && isStructured(value) ? ExactJson.write(value) : value;
  }

  /** Whether {@link #read} gives back the value from what is {@link #stored} for it. */
  static boolean readsBack(@Nullable Object value, Type type) {
    if (value instanceof Double real) {
      return !real.isNaN();
    }
    if (value instanceof Long) {
      return type != Type.BOOLEAN;
    }
    if (value instanceof String text) {
      return type != Type.JSON && ExactJson.isUnicode(text);
    }
    if (value instanceof Boolean) {
      return type == Type.BOOLEAN;
    }
    return value == null || type == Type.JSON;
  }

  /** The value of a cell, unless it is noted in {@code _exact}. */
  static @Nullable Object read(@Nullable Object cell, Type type) {
    if (cell instanceof Integer whole) {
      return type == Type.BOOLEAN ? (Object) (whole != 0) : (Object) whole.longValue();
    }
    return cell instanceof String text && type == Type.JSON ? ExactJson.read(text) : cell;
  }
}
