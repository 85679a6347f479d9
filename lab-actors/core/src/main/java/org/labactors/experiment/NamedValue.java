package org.labactors.experiment;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A canonical value, read as what it ought to be.
 *
 * @param what it is called in texts, such as {@code the parameter 'x'}
 * @param value the value
 * @param all all values there are, for the text of a refusal
 */
record NamedValue(
    String what, @Nullable Object value, Supplier<Map<String, @Nullable Object>> all) {

  double number() {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw not("a number");
  }

  /** 3.0 is one. */
  long whole() {
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Double real && real == real.longValue() && Math.abs(real) <= 0x1p53) {
      return real.longValue();
    }
    throw not("a whole number");
  }

  int whole32() {
    long whole = whole();
    if (whole != (int) whole) {
      throw not("a whole number of 32 bits");
    }
    return (int) whole;
  }

  String text() {
    if (value instanceof String text) {
      return text;
    }
    throw not("a string");
  }

  boolean truth() {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw not("a boolean");
  }

  List<?> list() {
    if (value instanceof List<?> list) {
      return list;
    }
    throw not("an array");
  }

  double[] numbers() {
    List<?> list = list();
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Number number)) {
        throw not("an array of numbers");
      }
      numbers[i] = number.doubleValue();
    }
    return numbers;
  }

  long[] wholes() {
    List<?> list = list();
    long[] numbers = new long[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!(list.get(i) instanceof Long number)) {
        throw not("an array of whole numbers");
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private IllegalArgumentException not(String wanted) {
    return new IllegalArgumentException(
        what + " is " + value + ", not " + wanted + "; there are " + describe(all.get()));
  }

  /** Values with their names, for a text. */
  static String describe(Map<String, @Nullable Object> values) {
    return values.isEmpty() ? "none" : values.toString();
  }
}
