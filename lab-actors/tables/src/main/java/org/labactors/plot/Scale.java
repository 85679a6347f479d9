package org.labactors.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where numbers are along an axis, in units from one mark to the next, and what is written at the
 * marks. Marks are at whole multiples of 1, 2 or 5 times a power of ten, or at powers of ten. All
 * is computed in decimals, so that it is exact however large, small or close together the numbers
 * are.
 */
final class Scale {

  private static final int LONGEST_PLAIN = 18;
  private static final int MOST_ZEROS = 4;
  private static final double LARGEST_PLAIN_POWER = 5;

  private final boolean logarithmic;
  private final BigDecimal origin;
  private final BigDecimal step;
  private final double begin;
  private final double end;

  private Scale(
      boolean logarithmic, BigDecimal origin, BigDecimal step, double least, double most) {
    this.logarithmic = logarithmic;
    this.origin = origin;
    this.step = step;
    this.begin = place(least);
    this.end = place(most);
  }

  /**
   * A linear scale.
   *
   * @param least the least of some finite numbers
   * @param most the greatest of them
   * @param marks how many marks there are, about
   */
  static Scale linear(double least, double most, int marks) {
    BigDecimal from = new BigDecimal(least + 0.0);
    BigDecimal span = new BigDecimal(most + 0.0).subtract(from);
    BigDecimal step =
        span.signum() == 0
            ? BigDecimal.ONE.max(from.abs())
            : rounded(span.divide(BigDecimal.valueOf(marks), MathContext.DECIMAL64));
    BigDecimal origin =
        span.signum() == 0 ? from : from.divide(step, 0, RoundingMode.CEILING).multiply(step);
    return new Scale(false, origin, step, least, most);
  }

  /**
   * A logarithmic scale with marks at powers of ten.
   *
   * @param least more than 0
   * @param most at least ten times as much
   */
  static Scale logarithmic(double least, double most, int marks) {
    double decades = Math.log10(most) - Math.log10(least);
    BigDecimal step = BigDecimal.valueOf(Math.max(1, (long) Math.ceil(decades / marks)));
    BigDecimal origin = BigDecimal.valueOf((long) Math.ceil(Math.log10(least)));
    return new Scale(true, origin, step, least, most);
  }

  /** The number of 1, 2 or 5 times a power of ten that is the nearest by its factor. */
  private static BigDecimal rounded(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    double digit = number.scaleByPowerOfTen(-exponent).doubleValue();
    int nearest =
        digit < Math.sqrt(2) ? 1 : digit < Math.sqrt(10) ? 2 : digit < Math.sqrt(50) ? 5 : 10;
    return BigDecimal.valueOf(nearest).scaleByPowerOfTen(exponent);
  }

  /** The place of the least number. */
  double begin() {
    return begin;
  }

  /** The place of the greatest number. */
  double end() {
    return end;
  }

  /** The place of a finite number; a mark has a whole one, the first of them 0. */
  double place(double number) {
    BigDecimal exact =
        logarithmic ? BigDecimal.valueOf(Math.log10(number)) : new BigDecimal(number + 0.0);
    return exact.subtract(origin).divide(step, MathContext.DECIMAL64).doubleValue();
  }

  /** The places of finite numbers. */
  double[] places(double[] numbers) {
    double[] places = new double[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      places[i] = place(numbers[i]);
    }
    return places;
  }

  /** The places of the marks from one end to the other, ascending. */
  List<Double> marks() {
    return marks(0);
  }

  /**
   * The places of the marks, ascending.
   *
   * @param beyond how far beyond both ends they go, as a part of the length between these
   */
  List<Double> marks(double beyond) {
    List<Double> marks = new ArrayList<>();
    double more = beyond * (end - begin);
    for (double mark = Math.ceil(begin - more); mark <= end + more; mark++) {
      marks.add(mark + 0.0);
    }
    return marks;
  }

  /** What is written at a place. */
  String label(double place) {
    BigDecimal number = origin.add(step.multiply(BigDecimal.valueOf(place)));
    return logarithmic ? power(number) : decimal(number, begin == end);
  }

  private static String power(BigDecimal exponent) {
    double power = exponent.doubleValue();
    if (power == Math.rint(power) && Math.abs(power) <= LARGEST_PLAIN_POWER) {
      return BigDecimal.ONE.scaleByPowerOfTen((int) power).toPlainString();
    }
    return "1e" + exponent.stripTrailingZeros().toPlainString();
  }

  private String decimal(BigDecimal number, boolean single) {
    if (single) {
      BigDecimal nearest = new BigDecimal(Double.toString(number.doubleValue()));
      return written(nearest, nearest.stripTrailingZeros().scale());
    }
    // As many decimals as the step has, the same at each mark.
    BigDecimal shown = number.subtract(origin).remainder(step).signum() == 0 ? step : number;
    return written(number, shown.stripTrailingZeros().scale());
  }

  /**
   * A number with so many decimals; a negative number of them is that of zeros before the point.
   */
  private static String written(BigDecimal number, int decimals) {
    BigDecimal rounded = number.setScale(decimals, RoundingMode.HALF_EVEN);
    if (rounded.signum() == 0) {
      return "0";
    }
    String plain = rounded.toPlainString();
    int zeros =
        rounded.precision() - rounded.scale() < -MOST_ZEROS + 1 ? MOST_ZEROS + 1 : -decimals;
    if (plain.length() <= LONGEST_PLAIN && zeros <= MOST_ZEROS) {
      return plain;
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded
            .movePointLeft(exponent)
            .setScale(Math.max(0, rounded.precision() - 1))
            .toPlainString()
        + "e"
        + exponent;
  }
}
