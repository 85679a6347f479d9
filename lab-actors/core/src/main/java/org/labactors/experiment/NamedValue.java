package org.labactors.experiment;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A canonical value, read as what it ought to be: the getters of {@link Trial}, {@link Values} and
 * rows of notebooks. A value of another type is refused with an {@link IllegalArgumentException}
 * that has its name, the value, and all values there are.
 *
 * @param what it is called in texts, such as {@code the parameter 'x'}
 * @param value the value
 * @param all all values there are, for the text of a refusal
 */
public record NamedValue(
    String what, @Nullable Object value, Supplier<Map<String, @Nullable Object>> all) {

  /** The value as a number, a whole one included. */
  public double number() {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw not("a number");
  }

  /** The value as a whole number; 3.0 is one. */
  public long whole() {
    if (value instanceof Long whole) {
      return whole;
    }
    if (value instanceof Double real && real == real.longValue() && Math.abs(real) <= 0x1p53) {
      return real.longValue();
    }
    throw not("a whole number");
  }

  /** The value as a whole number of 32 bits. */
  public int whole32() {
    long whole = whole();
    if (whole != (int) whole) {
      throw not("a whole number of 32 bits");
    }
    return (int) whole;
  }

  /** The value as a string. */
  public String text() {
    if (value instanceof String text) {
      return text;
    }
    throw not("a string");
  }

  /** The value as true or false. */
  public boolean truth() {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw not("a boolean");
  }

  /** The value as an array; its elements are canonical values. */
  public List<?> list() {
    if (value instanceof List<?> list) {
      return list;
    }
    throw not("an array");
  }

  /** The value as an array of numbers. */
  public double[] numbers() {
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

  /** The value as an array of whole numbers. */
  public long[] wholes() {
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
