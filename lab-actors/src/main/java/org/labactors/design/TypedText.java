package org.labactors.design;

import java.util.regex.Pattern;

/** Values written as plain text, where nothing but their look tells the type. */
public final class TypedText {

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
  private static final Pattern REAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern NOT_FINITE = Pattern.compile("NaN|[+-]?Infinity");

  private TypedText() {}

  /**
   * The value a text stands for: {@code true} and {@code false} are booleans, digits a whole
   * number, digits with a point or an exponent, {@code NaN} and {@code Infinity} a floating-point
   * number, and everything else a string.
   *
   * @throws IllegalArgumentException if it is a whole number of more than 64 bits
   */
  public static Object valueOf(String text) {
    if (WHOLE.matcher(text).matches()) {
      try {
        return Long.valueOf(text);
      } catch (NumberFormatException tooLarge) {
        throw new IllegalArgumentException(
            text + " is a whole number of more than 64 bits; write it with a decimal point",
            tooLarge);
      }
    }
    if (REAL.matcher(text).matches() || NOT_FINITE.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return text;
  }
}
