package org.labactors.plot;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.Stream;

/** The least and the greatest of some finite numbers. */
record Ends(double least, double most) {

  static Ends of(Stream<double[]> numbers) {
    DoubleSummaryStatistics all = numbers.flatMapToDouble(Arrays::stream).summaryStatistics();
    return new Ends(all.getMin(), all.getMax());
  }

  /** A linear scale from one to the other. */
  Scale scale(int marks) {
    return Scale.linear(least, most, marks);
  }
}
