package org.labactors.design;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.labactors.experiment.Point;

/**
 * Every combination of the parameters' values. In standard order the first parameter of the
 * alphabet changes fastest (Yates, 1937).
 */
public record Factorial() implements Design {

  @Override
  public long size(ParameterSpace space) {
    long size = 1;
    try {
      for (Range values : space.ranges()) {
        size = Math.multiplyExact(size, values.size());
      }
    } catch (ArithmeticException overflow) {
      throw new IllegalArgumentException(
          "all combinations of the parameters are more than "
              + Long.MAX_VALUE
              + " points, which cannot be numbered: "
              + space.describeSizes(),
          overflow);
    }
    return size;
  }

  @Override
  public Point point(ParameterSpace space, long index) {
    List<Range> ranges = space.ranges();
    Object[] values = new Object[ranges.size()];
    long rest = index;
    for (int i = 0; i < values.length; i++) {
      Range range = ranges.get(i);
      long size = range.size();
      values[i] = range.value(rest % size);
      rest /= size;
    }
    return Point.ofSorted(space.names(), Collections.unmodifiableList(Arrays.asList(values)));
  }
}
