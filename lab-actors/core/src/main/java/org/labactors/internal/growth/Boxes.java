package org.labactors.internal.growth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongFunction;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Range;
import org.labactors.experiment.Point;

/**
 * The combinations of values that a factorial design has and an earlier one lacks. They are as many
 * boxes as parameters have more values: in the first box the first of these parameters has only its
 * new values, and all others have all values; in the second box that parameter has its earlier
 * values, the next one its new values, and so on. No two boxes have a point in common.
 *
 * @param boxes the boxes, none of them empty
 * @param inWords what parameters have more of
 */
record Boxes(List<Box> boxes, List<String> inWords) implements AddedPoints {

  /**
   * All combinations of some values of each parameter; the first changes fastest.
   *
   * @param names in alphabetical order
   * @param values of each parameter
   * @param size how many combinations
   */
  record Box(List<String> names, List<Side> values, long size) {

    Point point(long index) {
      Object[] point = new Object[values.size()];
      long rest = index;
      for (int i = 0; i < point.length; i++) {
        Side side = values.get(i);
        point[i] = side.value().apply(rest % side.size());
        rest /= side.size();
      }
      return Point.ofSorted(names, Collections.unmodifiableList(Arrays.asList(point)));
    }
  }

  /** Some values of a parameter. */
  record Side(long size, LongFunction<Object> value) {

    static Side of(Range range) {
      return new Side(range.size(), range::value);
    }
  }

  /**
   * What a space has more than an earlier one.
   *
   * @throws IllegalArgumentException if the spaces have other parameters, or a value is no longer
   *     there
   */
  static Boxes between(ParameterSpace earlier, ParameterSpace grown) {
    requireSameParameters(earlier, grown);
    List<String> names = grown.names();
    List<AddedValues> added = new ArrayList<>();
    List<String> inWords = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      AddedValues more = AddedValues.of(name, earlier.ranges().get(i), grown.ranges().get(i));
      added.add(more);
      if (more.size() > 0) {
        inWords.add((more.size() == 1 ? "1 value" : more.size() + " values") + " of " + name);
      }
    }
    List<Box> boxes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      if (added.get(i).size() > 0) {
        boxes.add(box(i, earlier, grown, added.get(i)));
      }
    }
    return new Boxes(boxes, inWords);
  }

  private static void requireSameParameters(ParameterSpace earlier, ParameterSpace grown) {
    TreeSet<String> fresh = new TreeSet<>(grown.names());
    earlier.names().forEach(fresh::remove);
    if (!fresh.isEmpty()) {
      String name = fresh.first();
      throw new IllegalArgumentException(
          "the parameter '%s' is new; say which value it had before, such as assume { %s = 0 }"
              .formatted(name, name));
    }
    TreeSet<String> gone = new TreeSet<>(earlier.names());
    grown.names().forEach(gone::remove);
    if (!gone.isEmpty()) {
      throw new IllegalArgumentException("'" + gone.first() + "' is no parameter any more");
    }
  }

  private static Box box(
      int dimension, ParameterSpace earlier, ParameterSpace grown, AddedValues added) {
    List<Side> sides = new ArrayList<>();
    long size = 1;
    for (int i = 0; i < grown.names().size(); i++) {
      Side side =
          i == dimension
              ? new Side(added.size(), added::value)
              : Side.of((i < dimension ? earlier : grown).ranges().get(i));
      sides.add(side);
      size *= side.size();
    }
    return new Box(grown.names(), sides, size);
  }

  @Override
  public long size() {
    return boxes.stream().mapToLong(Box::size).sum();
  }

  @Override
  public Point point(long index) {
    long rest = index;
    for (Box box : boxes) {
      if (rest < box.size()) {
        return box.point(rest);
      }
      rest -= box.size();
    }
    throw new IndexOutOfBoundsException("point " + index + " of " + size());
  }
}
