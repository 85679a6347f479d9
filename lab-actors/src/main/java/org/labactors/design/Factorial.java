package org.labactors.design;

import java.util.ArrayList;
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
      for (Range values : space.parameters().values()) {
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
    List<Object> values = new ArrayList<>(space.parameters().size());
    long rest = index;
    for (Range range : space.parameters().values()) {
      values.add(range.value(rest % range.size()));
      rest /= range.size();
    }
    return Point.ofSorted(space.names(), Collections.unmodifiableList(values));
  }
}
