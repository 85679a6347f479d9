package org.labactors.internal.cells;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that looks like a number and is none.
 *
 * @param problem such as "looks like a number and is none"
 * @param instead the number that is probably meant, as one may write it; empty if it is not known
 */
public record NearNumber(String problem, String instead) {

  private static final String LOOKS = "looks like a number and is none";

  private static final String NUMBER = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)";
  private static final Pattern HEXADECIMAL = Pattern.compile("([+-]?)0[xX]([0-9a-fA-F]+)");
  private static final Pattern OCTAL = Pattern.compile("([+-]?)0[oO]([0-7]+)");
  private static final Pattern BINARY = Pattern.compile("([+-]?)0[bB]([01]+)");
  private static final Pattern HEXADECIMAL_REAL =
      Pattern.compile("[+-]?0[xX][0-9a-fA-F]*\\.?[0-9a-fA-F]*[pP][+-]?\\d+");
  private static final Pattern SUFFIX =
      Pattern.compile("(" + NUMBER + "(?:[eE][+-]?\\d+)?)[dDfFlL]");
  private static final Pattern FORTRAN = Pattern.compile("(" + NUMBER + ")[dDqQ]([+-]?\\d+)");
  private static final Pattern FORTRAN_LONG = Pattern.compile("([+-]?\\d*\\.\\d+)([+-]\\d{3})");
  private static final Pattern UNDERSCORES =
      Pattern.compile("[+-]?\\d+(?:_+\\d+)+(?:\\.[\\d_]*)?(?:[eE][+-]?\\d+)?");
  private static final Pattern GROUPS =
      Pattern.compile(
          "[+-]?\\d{1,3}(?:([ '’\\u00a0\\u2009\\u202f])\\d{3})(?:\\1\\d{3})*(?:\\.\\d*)?");
  private static final Pattern COMMA = Pattern.compile("([+-]?\\d+),(\\d+(?:[eE][+-]?\\d+)?)");
  private static final Pattern COMMA_OR_GROUPS =
      Pattern.compile("[+-]?\\d{1,3}(?:(?:,\\d{3})+(?:\\.\\d*)?|(?:\\.\\d{3})+,\\d*)");
  private static final Pattern UNFINISHED = Pattern.compile("(" + NUMBER + ")[eE][+-]");
  private static final Pattern ZERO = Pattern.compile("[+-]?[0.]+(?:[eE].*)?");

  /**
   * What is wrong with a number that is written as numbers are.
   *
   * @param number as {@link TypedText#isNumber} has it
   * @return empty if it is within the range of its type
   */
  public static Optional<NearNumber> outOfRange(String number) {
    if (TypedText.isWhole(number)) {
      try {
        long unused = Long.parseLong(number);
        return Optional.empty();
      } catch (NumberFormatException tooLarge) {
        return Optional.of(
            new NearNumber(
                "is a whole number of more than 64 bits",
                Double.isInfinite(Double.parseDouble(number)) ? "" : number + ".0"));
      }
    }
    if (!TypedText.isFinite(number)) {
      return Optional.empty();
    }
    double real = Double.parseDouble(number);
    if (Double.isInfinite(real)) {
      return Optional.of(
          new NearNumber(
              "is farther from 0 than any floating-point number, "
                  + (real > 0 ? "" : "-")
                  + Double.MAX_VALUE,
              ""));
    }
    if (real == 0 && !ZERO.matcher(number).matches()) {
      return Optional.of(
          new NearNumber(
              "is nearer to 0 than any floating-point number, "
                  + (number.startsWith("-") ? "-" : "")
                  + Double.MIN_VALUE,
              "0.0"));
    }
    return Optional.empty();
  }

  /**
   * What is wrong with a text that is no number.
   *
   * @return empty if it does not look like one either
   */
  public static Optional<NearNumber> of(String text) {
    if (text.isEmpty() || !startsLikeANumber(text)) {
      return Optional.empty();
    }
    String ascii = inAscii(text);
    if (!ascii.equals(text) && TypedText.isNumber(ascii)) {
      return near(ascii);
    }
    return withBase(ascii, HEXADECIMAL, 16)
        .or(() -> withBase(ascii, OCTAL, 8))
        .or(() -> withBase(ascii, BINARY, 2))
        .or(() -> rewritten(ascii, FORTRAN, "$1e$2"))
        .or(() -> rewritten(ascii, FORTRAN_LONG, "$1e$2"))
        .or(() -> rewritten(ascii, SUFFIX, "$1"))
        .or(() -> rewritten(ascii, UNFINISHED, "$1"))
        .or(() -> matches(ascii, COMMA_OR_GROUPS) ? near("") : Optional.empty())
        .or(() -> rewritten(ascii, COMMA, "$1.$2"))
        .or(() -> matches(ascii, UNDERSCORES) ? near(ascii.replace("_", "")) : Optional.empty())
        .or(() -> matches(ascii, GROUPS) ? near(withoutGroups(ascii)) : Optional.empty())
        .or(() -> matches(ascii, HEXADECIMAL_REAL) ? near(decimal(ascii)) : Optional.empty());
  }

  /**
   * A number that is written in a way that HOCON has not, such as {@code .5}.
   *
   * @param number as {@link TypedText#isNumber} has it, and within the range of its type
   */
  public static NearNumber written(String number) {
    return new NearNumber(LOOKS, plain(number));
  }

  /** Most texts are told from numbers by this. */
  private static boolean startsLikeANumber(String text) {
    for (int i = 0; i < Math.min(4, text.length()); i++) {
      if (Character.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return text.codePoints().limit(4).anyMatch(Character::isDigit);
  }

  /** With the digits, signs and points of all scripts as ASCII has them, without outer spaces. */
  private static String inAscii(String text) {
    StringBuilder ascii = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isDigit(c)) {
                ascii.append(Character.digit(c, 10));
              } else if (c == '\u2212' || c == '\uff0d') {
                ascii.append('-');
              } else if (c == '\uff0b') {
                ascii.append('+');
              } else if (c == '\u066b' || c == '\uff0e') {
                ascii.append('.');
              } else {
                ascii.appendCodePoint(c);
              }
            });
    int from = 0;
    int to = ascii.length();
    while (from < to && isSpace(ascii.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(ascii.charAt(to - 1))) {
      to--;
    }
    return ascii.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || Character.isWhitespace(c) || c == '\uFEFF';
  }

  private static String withoutGroups(String number) {
    StringBuilder digits = new StringBuilder();
    number
        .chars()
        .filter(c -> c < 128 && c != ' ' && c != '\'')
        .forEach(c -> digits.append((char) c));
    return digits.toString();
  }

  private static boolean matches(String text, Pattern pattern) {
    return pattern.matcher(text).matches();
  }

  private static Optional<NearNumber> rewritten(String text, Pattern pattern, String as) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? near(matcher.replaceFirst(as)) : Optional.empty();
  }

  private static Optional<NearNumber> withBase(String text, Pattern pattern, int base) {
    Matcher matcher = pattern.matcher(text);
    return matcher.matches()
        ? near(new BigInteger(matcher.group(1) + matcher.group(2), base).toString())
        : Optional.empty();
  }

  private static String decimal(String hexadecimal) {
    try {
      return Double.toString(Double.parseDouble(hexadecimal));
    } catch (NumberFormatException withoutDigits) {
      return "";
    }
  }

  /** What is probably meant is only said if it can be written like that. */
  private static Optional<NearNumber> near(String meant) {
    boolean writable =
        TypedText.isNumber(meant) && outOfRange(meant).isEmpty() && TypedText.isFinite(meant);
    return Optional.of(new NearNumber(LOOKS, writable ? plain(meant) : ""));
  }

  /** A number as JSON has it too: no sign +, and a digit on both sides of the point. */
  static String plain(String number) {
    if (TypedText.isWhole(number)) {
      return Long.toString(Long.parseLong(number));
    }
    return number.matches("-?\\d+(\\.\\d+)?([eE].*)?") ? number : new BigDecimal(number).toString();
  }
}
