package org.labactors.combinator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.interval.Interval;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;
import org.jspecify.annotations.Nullable;

/** The values of one result in all rows that are summarised. */
final class Sample {

  private double[] values = new double[16];
  private int size;

  void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    values[size++] = value;
  }

  /** The values in the order in which they were added. */
  List<Double> values() {
    List<Double> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(values[i]);
    }
    return list;
  }

  /**
   * Puts the statistics into a row, each under the name of the result with a suffix. What is not
   * defined for so few values is null.
   *
   * @param confidence the level of the confidence interval, between 0 and 1
   */
  void describe(String name, double confidence, Map<String, @Nullable Object> row) {
    DoubleStatistics statistics =
        DoubleStatistics.of(
            EnumSet.of(Statistic.MEAN, Statistic.VARIANCE, Statistic.MIN, Statistic.MAX),
            Arrays.copyOf(values, size));
    boolean some = size > 0;
    double mean = statistics.getAsDouble(Statistic.MEAN);
    row.put(name + "_mean", some ? mean : null);
    row.put(name + "_median", some ? median() : null);
    spread(name, mean, statistics.getAsDouble(Statistic.VARIANCE), confidence, row);
    row.put(name + "_min", some ? statistics.getAsDouble(Statistic.MIN) : null);
    row.put(name + "_max", some ? statistics.getAsDouble(Statistic.MAX) : null);
    row.put(name + "_count", size);
  }

  private double median() {
    return Median.withDefaults().withCopy(true).evaluateRange(values, 0, size);
  }

  private void spread(
      String name,
      double mean,
      double variance,
      double confidence,
      Map<String, @Nullable Object> row) {
    boolean defined = size > 1;
    row.put(name + "_variance", defined ? variance : null);
    row.put(name + "_standard_error", defined ? Math.sqrt(variance / size) : null);
    @Nullable Double low = null;
    @Nullable Double high = null;
    if (defined && variance == 0) {
      low = mean;
      high = mean;
    } else if (defined && Double.isFinite(variance)) {
      Interval interval =
          NormalConfidenceInterval.MEAN.fromErrorRate(mean, variance, size, 1 - confidence);
      low = interval.getLowerBound();
      high = interval.getUpperBound();
    }
    row.put(name + "_confidence_low", low);
    row.put(name + "_confidence_high", high);
  }
}
