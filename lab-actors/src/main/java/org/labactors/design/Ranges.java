package org.labactors.design;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The arithmetic of ranges. */
final class Ranges {

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

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

  static void checkStep(BigDecimal from, BigDecimal to, double step) {
    if (!Double.isFinite(step) || step == 0) {
      throw new IllegalArgumentException("the step is " + step + "; it must be finite and not 0");
    }
    if (from.compareTo(to) * Math.signum(step) > 0) {
      throw new IllegalArgumentException(
          "the range from " + from + " to " + to + " with step " + step + " is empty");
    }
    steps(from, to, BigDecimal.valueOf(step));
  }

  /** The number of values from one end as far as the other. */
  static long steps(BigDecimal from, BigDecimal to, BigDecimal step) {
    BigInteger steps = to.subtract(from).divideToIntegralValue(step).toBigInteger();
    BigInteger values = steps.add(BigInteger.ONE);
    if (values.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException(
          "the range from "
              + from
              + " to "
              + to
              + " with step "
              + step
              + " has "
              + values
              + " values; more than "
              + LARGEST
              + " cannot be numbered");
    }
    return values.longValue();
  }

  /** Linear interpolation, exact at both ends and symmetric about the middle. */
  static double between(double from, double to, long index, long points) {
    if (index == 0) {
      return from;
    }
    long last = points - 1;
    double step = to / last - from / last;
    return index <= last / 2 ? from + index * step : to - (last - index) * step;
  }
}
