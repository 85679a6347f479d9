package org.labactors.design;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Names;
import org.labactors.experiment.Point;

/**
 * An explicit list of points. Parameters of the space that have a single value, and that the points
 * do not name, are added to every point.
 *
 * @param names the parameters of the points, in alphabetical order
 * @param rows for each point its values, in the order of the names
 */
public record Points(List<String> names, List<List<Object>> rows) implements Design {

  /**
   * Points from names in any order and rows of values.
   *
   * @throws IllegalArgumentException if there is no row, a name is not allowed or comes twice, a
   *     row has not one value for each name, or a value is not allowed
   */
  public Points {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("the list of points is empty; give at least one");
    }
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      Names.check("the parameter", name);
      if (!seen.add(name)) {
        throw new IllegalArgumentException("the parameter '" + name + "' comes twice");
      }
    }
    List<String> given = names;
    List<Integer> sorted =
        IntStream.range(0, names.size()).boxed().sorted((a, b) -> compare(given, a, b)).toList();
    List<List<Object>> sortedRows = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      sortedRows.add(sortedRow(i, given, rows.get(i), sorted));
    }
    names = sorted.stream().map(given::get).toList();
    rows = Collections.unmodifiableList(sortedRows);
  }

  private static int compare(List<String> names, int a, int b) {
    return names.get(a).compareTo(names.get(b));
  }

  private static List<Object> sortedRow(
      int number, List<String> names, List<Object> row, List<Integer> order) {
    if (row.size() != names.size()) {
      throw new IllegalArgumentException(
          "point " + number + " has " + row.size() + " values for " + names.size() + " names");
    }
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      try {
        values[i] = CanonicalValue.required(row.get(order.get(i)));
      } catch (IllegalArgumentException refusal) {
        throw new IllegalArgumentException(
            "'" + names.get(order.get(i)) + "' of point " + number + ": " + refusal.getMessage(),
            refusal);
      }
    }
    return Collections.unmodifiableList(Arrays.asList(values));
  }

  /**
   * These points.
   *
   * @param points at least one, each with the same names
   * @throws IllegalArgumentException if there is none, or the names differ
   */
  public static Points of(List<? extends Map<String, ?>> points) {
    List<String> names = points.isEmpty() ? List.of() : List.copyOf(points.get(0).keySet());
    List<List<Object>> rows = new ArrayList<>(points.size());
    for (Map<String, ?> point : points) {
      if (!point.keySet().equals(Set.copyOf(names))) {
        throw new IllegalArgumentException(
            "point "
                + rows.size()
                + " has the parameters "
                + new TreeSet<>(point.keySet())
                + ", point 0 has "
                + new TreeSet<>(names));
      }
      List<Object> row = new ArrayList<>(names.size());
      names.forEach(name -> row.add(CanonicalValue.required(point.get(name))));
      rows.add(row);
    }
    return new Points(names, rows);
  }

  /**
   * The points of a CSV file (UTF-8, comma-separated, quotes as RFC 4180 has them): a header with
   * the names, then a line for each point. Empty lines are skipped. A cell is a whole number if it
   * has digits only, a number if it has a point or an exponent too or is {@code nan}, {@code inf}
   * or {@code infinity}, each with or without a sign; {@code true} and {@code false} are booleans;
   * everything else is a string.
   *
   * @throws IllegalArgumentException if the file cannot be read or has something wrong in it; the
   *     text begins with the file and the line
   */
  public static Points csv(Path file) {
    return PointsFile.read(file);
  }

  @Override
  public long size(ParameterSpace space) {
    space
        .parameters()
        .forEach(
            (name, values) -> {
              if (Collections.binarySearch(names, name) >= 0) {
                throw new IllegalArgumentException(
                    "the parameter '"
                        + name
                        + "' is in the list of points and in the parameter space; it can be in one"
                        + " of them only");
              }
              if (values.size() != 1) {
                throw new IllegalArgumentException(
                    "the parameter '"
                        + name
                        + "' has "
                        + values.size()
                        + " values; beside a list of points a parameter has a single one");
              }
            });
    return rows.size();
  }

  @Override
  public Point point(ParameterSpace space, long index) {
    List<Object> row = rows.get(Math.toIntExact(index));
    if (space.names().isEmpty()) {
      return Point.ofSorted(names, row);
    }
    Map<String, Object> all = new TreeMap<>();
    for (int i = 0; i < row.size(); i++) {
      all.put(names.get(i), row.get(i));
    }
    space.parameters().forEach((name, values) -> all.put(name, values.value(0)));
    return Point.ofSorted(List.copyOf(all.keySet()), List.copyOf(all.values()));
  }
}
