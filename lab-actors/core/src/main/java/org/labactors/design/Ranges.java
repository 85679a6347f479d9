package org.labactors.design;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** The arithmetic of ranges. */
final class Ranges {

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);
  private static final int DIGITS_OF_A_DOUBLE = 17;
  private static final int LONGEST_PLAIN = 21;

  private Ranges() {}

  static void checkEnds(double from, double to) {
    if (!Double.isFinite(from) || !Double.isFinite(to)) {
      throw new IllegalArgumentException(
          "the range goes from " + from + " to " + to + "; both must be finite");
    }
  }

  static void checkPoints(long points) {
    if (points < 1) {
      throw new IllegalArgumentException("points is " + points + "; it must be at least 1");
    }
  }

  /**
   * The number of values from one end as far as the other.
   *
   * @throws IllegalArgumentException if the step is 0, leads away from the other end, or is so
   *     small that the values cannot be numbered
   */
  static long steps(BigDecimal from, BigDecimal to, BigDecimal step) {
    if (step.signum() == 0) {
      throw new IllegalArgumentException("the step is 0; it must be finite and not 0");
    }
    String range = "the range from " + text(from) + " to " + text(to) + " with step " + text(step);
    if (from.compareTo(to) * step.signum() > 0) {
      throw new IllegalArgumentException(range + " is empty");
    }
    BigInteger values =
        to.subtract(from).divideToIntegralValue(step).toBigInteger().add(BigInteger.ONE);
    if (values.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          range
              + " has "
              + text(new BigDecimal(values))
              + " values; more than "
              + LARGEST
              + " cannot be numbered");
    }
    return values.longValue();
  }

  private static String text(BigDecimal number) {
    String plain = number.toPlainString();
    return plain.length() <= LONGEST_PLAIN
        ? plain
        : number.round(new MathContext(DIGITS_OF_A_DOUBLE)).stripTrailingZeros().toString();
  }

  /**
   * The decimal number that a person would write for a floating-point number: as few digits as lead
   * back to it, rounded from its exact value. The text of {@link Double#toString} is not the same
   * on every Java release.
   */
  static BigDecimal decimal(double number) {
    BigDecimal exact = new BigDecimal(number);
    for (int digits = 1; digits < DIGITS_OF_A_DOUBLE; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == number) {
        return rounded;
      }
    }
    return exact.round(new MathContext(DIGITS_OF_A_DOUBLE));
  }

  /** Linear interpolation, exact at both ends and symmetric about the middle. */
  static double between(double from, double to, long index, long points) {
    long last = points - 1;
    if (index == 0) {
      return from;
    }
    if (index == last) {
      return to;
    }
    if (index == last - index) {
      return from / 2 + to / 2;
    }
    double step = to / last - from / last;
    return index < last - index ? from + index * step : to - (last - index) * step;
  }
}
