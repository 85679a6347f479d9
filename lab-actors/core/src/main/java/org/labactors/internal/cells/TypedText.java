package org.labactors.internal.cells;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values written as plain text, where nothing but their look tells the type. */
public final class TypedText {

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
  private static final Pattern REAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");

  private TypedText() {}

  /**
   * The value a text stands for. These are numbers: digits, a whole one; digits with a point or an
   * exponent; {@code nan}, {@code inf} and {@code infinity}, in small letters or capitals. Each may
   * have a sign. {@code true}, {@code True} and {@code TRUE} are booleans, as are those of {@code
   * false}. Everything else is a string.
   *
   * @throws IllegalArgumentException if it is a number that no 64 bits hold, or only looks like a
   *     number, such as {@code 0x10}; the text says what to write instead
   */
  public static Object valueOf(String text) {
    if (isNumber(text)) {
      Optional<NearNumber> wrong = NearNumber.outOfRange(text);
      if (wrong.isPresent()) {
        throw refused(text, wrong.get());
      }
      return WHOLE.matcher(text).matches() ? Long.valueOf(text) : (Object) real(text);
    }
    if (isBoolean(text)) {
      return text.charAt(0) == 't' || text.charAt(0) == 'T';
    }
    Optional<NearNumber> near = NearNumber.of(text);
    if (near.isPresent()) {
      throw refused(text, near.get());
    }
    return text;
  }

  private static IllegalArgumentException refused(String text, NearNumber near) {
    return new IllegalArgumentException(
        text
            + " "
            + near.problem()
            + "; write "
            + (near.instead().isEmpty() ? "" : near.instead() + ", or ")
            + '"'
            + text
            + "\" in quotes for the string");
  }

  /** Whether it is written as a number is, whatever its size. */
  public static boolean isNumber(String text) {
    return isWhole(text) || REAL.matcher(text).matches() || NOT_FINITE.matcher(text).matches();
  }

  /** Whether it is written as a boolean is. */
  public static boolean isBoolean(String text) {
    return TRUTH.matcher(text).matches();
  }

  static boolean isWhole(String text) {
    return WHOLE.matcher(text).matches();
  }

  /** Whether a number is written with digits. */
  public static boolean isFinite(String text) {
    return !NOT_FINITE.matcher(text).matches();
  }

  private static double real(String text) {
    if (isFinite(text)) {
      return Double.parseDouble(text);
    }
    if (text.toLowerCase(Locale.ROOT).endsWith("nan")) {
      return Double.NaN;
    }
    return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
  }
}
