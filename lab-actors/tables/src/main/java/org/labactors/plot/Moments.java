package org.labactors.plot;

import org.apache.commons.statistics.interval.Interval;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;

/**
 * Count, mean and variance of numbers that come one by one (Welford, 1962), or of two heaps of them
 * put together (Chan, Golub and LeVeque, 1979).
 */
final class Moments {

  private static final double CONFIDENCE = 0.95;

  private long count;
  private double mean;
  private double squares;

  /** Whether two of the numbers are different. */
  private boolean different;

  void add(double value) {
    count++;
    double distance = value - mean;
    mean = moved(distance, 1.0 / count, value);
    addSquare(distance, distance * (value - mean));
  }

  void add(Moments other) {
    if (other.count == 0) {
      return;
    }
    long all = count + other.count;
    double distance = other.mean - mean;
    squares += other.squares;
    different |= other.different;
    if (count > 0) {
      addSquare(distance, distance * distance * count / all * other.count);
    }
    mean = moved(distance, (double) other.count / all, other.mean);
    count = all;
  }

  /** The mean on its way to another number, from which it may be farther than any is from 0. */
  private double moved(double distance, double share, double to) {
    return Double.isInfinite(distance) ? mean * (1 - share) + to * share : mean + distance * share;
  }

  private void addSquare(double distance, double square) {
    squares += square;
    different |= distance != 0 && count > 1;
  }

  long count() {
    return count;
  }

  double mean() {
    return count == 0 ? Double.NaN : mean;
  }

  /** Whether the variance can be told; it cannot if it is beyond floating-point numbers. */
  boolean hasVariance() {
    return Double.isFinite(squares) && (squares > 0 || !different);
  }

  /** The variance of a sample, divided by n − 1; NaN of fewer than two. */
  double variance() {
    return count < 2 ? Double.NaN : squares / (count - 1);
  }

  /**
   * How far the ends of the interval are from the mean that holds the true mean with a confidence
   * of 95 %, by Student's t distribution (1908); 0 of fewer than two numbers, which have none.
   */
  double margin() {
    double variance = variance();
    if (count < 2 || variance == 0 || !Double.isFinite(variance)) {
      return 0;
    }
    Interval interval =
        NormalConfidenceInterval.MEAN.fromErrorRate(mean, variance, count, 1 - CONFIDENCE);
    return (interval.getUpperBound() - interval.getLowerBound()) / 2;
  }
}
