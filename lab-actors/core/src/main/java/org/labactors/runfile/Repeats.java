package org.labactors.runfile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.labactors.design.Design;
import org.labactors.design.Factorial;
import org.labactors.design.ParameterSpace;
import org.labactors.design.Points;
import org.labactors.design.Range;
import org.labactors.experiment.Point;
import org.labactors.internal.value.ValueTree;
import org.labactors.study.Study;

/**
 * Finds values and points that a study has more than once. Equal points have equal seeds, so they
 * give the same results again, which is seldom what is meant: replicates do not.
 */
public final class Repeats {

  private static final int MOST_NAMED = 3;

  /** Of a long rule so many neighbours are compared at each end; there they are closest. */
  private static final int NEIGHBOURS = 1_000;

  private static final int MOST_LISTED = 1 << 22;
  private static final int MOST_COMPUTED = 1 << 17;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Repeats() {}

  /**
   * A warning for each parameter that has a value more than once, or for the points that come more
   * than once, where a design lists or computes these. Of points that are listed the first four
   * million are looked at, of others the first hundred thousand.
   */
  public static List<String> warnings(Study study) {
    if (study.design() instanceof Factorial) {
      return study.space().parameters().entrySet().stream()
          .filter(parameter -> parameter.getValue().size() > 1)
          .flatMap(parameter -> ofValues(parameter).stream())
          .toList();
    }
    return ofPoints(study.design(), study.space());
  }

  private static List<String> ofValues(Map.Entry<String, Range> parameter) {
    Set<Object> repeated = repeated(parameter.getValue());
    return repeated.isEmpty()
        ? List.of()
        : List.of(
            "the parameter '"
                + parameter.getKey()
                + "' has more than once: "
                + named(repeated.stream().map(Repeats::shown).toList(), repeated.size())
                + "; equal points give the same results");
  }

  private static Set<Object> repeated(Range range) {
    Set<Object> repeated = new LinkedHashSet<>();
    if (range instanceof Range.Listed listed) {
      Set<Object> seen = new HashSet<>();
      for (Object value : listed.values()) {
        if (!seen.add(value)) {
          repeated.add(value);
        }
      }
      return repeated;
    }
    long pairs = range.size() - 1;
    for (long i = 0; i < Math.min(NEIGHBOURS, pairs); i++) {
      for (long first : new long[] {i, pairs - 1 - i}) {
        Object value = range.value(first);
        if (value.equals(range.value(first + 1))) {
          repeated.add(value);
        }
      }
    }
    return repeated;
  }

  private static List<String> ofPoints(Design design, ParameterSpace space) {
    List<String> repeats = new ArrayList<>();
    long found = 0;
    try {
      long size = design.size(space);
      int looked = (int) Math.min(size, design instanceof Points ? MOST_LISTED : MOST_COMPUTED);
      Sightings sightings = new Sightings(design, space, looked);
      for (int i = 0; i < looked; i++) {
        Point point = design.point(space, i);
        int first = sightings.firstOf(point, i);
        if (first < i && found++ < MOST_NAMED) {
          repeats.add("point " + i + " is point " + first + " again, " + shown(point));
        }
      }
    } catch (RuntimeException | LinkageError | AssertionError atAPointOfTheUsersOwn) {
      // It fails the trial there, and no other.
    }
    return found == 0
        ? List.of()
        : List.of(
            "the design has points more than once: "
                + named(repeats, found)
                + "; equal points give the same results");
  }

  private static String named(List<String> all, long found) {
    return all.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
        + (found > MOST_NAMED ? "; and " + (found - MOST_NAMED) + " more" : "");
  }

  private static String shown(Point point) {
    return point.asMap().entrySet().stream()
        .map(each -> each.getKey() + " = " + shown(each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String shown(Object value) {
    return ValueTree.write(value).toString();
  }

  /** Which points were seen, as four to eight bytes for each. */
  private static final class Sightings {

    private final Design design;
    private final ParameterSpace space;

    /** The index of a point and one, where its hash points or behind; 0 where there is none. */
    private final int[] table;

    Sightings(Design design, ParameterSpace space, int most) {
      this.design = design;
      this.space = space;
      this.table = new int[Integer.highestOneBit(Math.max(1, most)) * 4];
    }

    /** The index at which the point was seen first; this one if it is new. */
    int firstOf(Point point, int index) {
      int mask = table.length - 1;
      int slot = spread(point) & mask;
      while (table[slot] != 0) {
        int before = table[slot] - 1;
        if (design.point(space, before).equals(point)) {
          return before;
        }
        slot = (slot + 1) & mask;
      }
      table[slot] = index + 1;
      return index;
    }

    /** A hash whose lower bits differ too where those of the numbers do not. */
    private static int spread(Point point) {
      long hash = 0;
      for (Object value : point.values()) {
        hash = (hash ^ value.hashCode()) * GOLDEN;
        hash ^= hash >>> 32;
      }
      return (int) hash;
    }
  }
}
