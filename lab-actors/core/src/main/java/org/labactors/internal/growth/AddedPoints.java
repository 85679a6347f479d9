package org.labactors.internal.growth;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.labactors.design.Design;
import org.labactors.design.Factorial;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Range;
import org.labactors.experiment.Point;

/** The points that a study has and an earlier one lacks, by number, from 0. */
public interface AddedPoints {

  /** How many. */
  long size();

  /** One of them. Called by several threads at once. */
  Point point(long index);

  /** What there is more of: {@code 2 values of beta}. */
  List<String> inWords();

  /**
   * The points of a design that an earlier one lacks.
   *
   * @param assumed the values that parameters are said to have had at the earlier points, where
   *     these lack them
   * @throws IllegalArgumentException if an earlier point is none of those now; the text says which,
   *     or what else is in the way
   */
  static AddedPoints of(
      ParameterSpace earlierSpace,
      Design earlierDesign,
      ParameterSpace space,
      Design design,
      Map<String, Object> assumed) {
    if (earlierSpace.equals(space) && earlierDesign.equals(design)) {
      return new Boxes(List.of(), List.of());
    }
    if (earlierDesign instanceof Factorial && design instanceof Factorial) {
      Map<String, Range> completed = new TreeMap<>(earlierSpace.parameters());
      assumed.forEach((name, value) -> completed.putIfAbsent(name, Range.listed(List.of(value))));
      return Boxes.between(new ParameterSpace(completed), space);
    }
    return ListedPoints.between(
        earlierDesign.size(earlierSpace),
        index -> completed(earlierDesign.point(earlierSpace, index), assumed),
        design.size(space),
        index -> design.point(space, index));
  }

  /** A point with the assumed values of the parameters that it lacks. */
  static Point completed(Point point, Map<String, Object> assumed) {
    if (assumed.isEmpty() || point.names().containsAll(assumed.keySet())) {
      return point;
    }
    Map<String, Object> all = new TreeMap<>(assumed);
    all.putAll(point.asMap());
    return Point.of(all);
  }

  /** A point without the parameters that have their assumed value. */
  static Point withoutAssumed(Point point, Map<String, Object> assumed) {
    if (assumed.isEmpty()) {
      return point;
    }
    Map<String, Object> rest = point.asMap();
    assumed.forEach(rest::remove);
    return rest.size() == point.names().size() ? point : Point.of(rest);
  }
}
