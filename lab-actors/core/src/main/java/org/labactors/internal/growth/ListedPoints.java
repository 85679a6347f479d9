package org.labactors.internal.growth;

import java.util.List;
import java.util.function.LongFunction;
import org.labactors.experiment.Point;

/** Points that were compared one by one. */
record ListedPoints(LongFunction<Point> points, AddedIndexes indexes) implements AddedPoints {

  static ListedPoints between(
      long earlierSize, LongFunction<Point> earlier, long size, LongFunction<Point> points) {
    try {
      return new ListedPoints(
          points, AddedIndexes.of(earlier, earlierSize, points, size, "points"));
    } catch (IllegalArgumentException notContained) {
      throw notContained;
    } catch (RuntimeException | LinkageError failure) {
      throw new IllegalArgumentException("a point cannot be computed: " + failure, failure);
    }
  }

  @Override
  public long size() {
    return indexes.size();
  }

  @Override
  public Point point(long index) {
    return points.apply(indexes.get(index));
  }

  @Override
  public List<String> inWords() {
    return size() == 0 ? List.of() : List.of(size() == 1 ? "1 point" : size() + " points");
  }
}
