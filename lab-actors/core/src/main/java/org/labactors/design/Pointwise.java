package org.labactors.design;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.labactors.experiment.Point;

/**
 * Corresponding values: the first value of every parameter, then the second of every one, and so
 * on. A parameter of a single value has it at every point.
 */
public record Pointwise() implements Design {

  /**
   * The number of values that each parameter has.
   *
   * @throws IllegalArgumentException if the numbers differ, those of 1 aside; the text names each
   *     parameter with its number
   */
  @Override
  public long size(ParameterSpace space) {
    long size = 1;
    for (Range values : space.ranges()) {
      if (size != 1 && values.size() != 1 && values.size() != size) {
        throw new IllegalArgumentException(
            "a pointwise design takes as many values for each parameter, or a single one: "
                + space.describeSizes());
      }
      size = Math.max(size, values.size());
    }
    return size;
  }

  @Override
  public Point point(ParameterSpace space, long index) {
    List<Range> ranges = space.ranges();
    Object[] values = new Object[ranges.size()];
    for (int i = 0; i < values.length; i++) {
      Range range = ranges.get(i);
      values[i] = range.value(range.size() == 1 ? 0 : index);
    }
    return Point.ofSorted(space.names(), Collections.unmodifiableList(Arrays.asList(values)));
  }
}
