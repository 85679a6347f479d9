package org.labactors.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Mean and confidence band of y at each x, for each series. */
final class LineSums implements Collector {

  /** More places than this cannot be seen. */
  static final int MOST_PLACES = 2_000;

  /**
   * A line; its arrays are as long as each other and x ascends.
   *
   * @param series what tells it from others
   * @param margin half the height of the confidence band, 0 where there is but one value
   * @param count how many values there are
   */
  @SuppressWarnings("ArrayRecordComponent") // they are drawn as arrays
  record Line(Object series, double[] x, double[] mean, double[] margin, long[] count) {}

  private static final class Place {
    final Moments x = new Moments();
    final Moments y = new Moments();

    void add(Place other) {
      x.add(other.x);
      y.add(other.y);
    }
  }

  private final Axis axis = new Axis(MOST_PLACES);
  private final SeriesNames names;
  private final Map<Object, Map<Double, Place>> lines = new HashMap<>();
  private long shown;
  private long leftOut;

  LineSums(@Nullable Variable by) {
    this.names = new SeriesNames(by);
  }

  @Override
  public void add(@Nullable Object[] values) {
    double x = Variable.number(values[0]);
    double y = Variable.number(values[1]);
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      leftOut++;
      return;
    }
    shown++;
    Object series = names.of(values.length > 2 ? values[2] : null);
    Place place = lines.computeIfAbsent(series, absent -> new HashMap<>()).get(axis.place(x));
    if (place == null) {
      if (axis.note(axis.place(x))) {
        lines.replaceAll((name, line) -> replaced(line));
      }
      place =
          lines
              .computeIfAbsent(series, absent -> new HashMap<>())
              .computeIfAbsent(axis.place(x), absent -> new Place());
    }
    place.x.add(x);
    place.y.add(y);
  }

  private Map<Double, Place> replaced(Map<Double, Place> line) {
    Map<Double, Place> replaced = new HashMap<>();
    line.forEach(
        (at, place) -> replaced.computeIfAbsent(axis.place(at), absent -> new Place()).add(place));
    return replaced;
  }

  @Override
  public long shown() {
    return shown;
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  /** Whether neighbouring x were put together, since there are too many of them. */
  boolean isCoarse() {
    return axis.width() > 0;
  }

  /** The lines, in the order of their series. */
  List<Line> lines() {
    Map<Object, Map<Double, Place>> sorted = new TreeMap<>(SeriesNames.ORDER);
    sorted.putAll(lines);
    List<Line> result = new ArrayList<>();
    sorted.forEach((series, line) -> result.add(line(series, new TreeMap<>(line))));
    return result;
  }

  /** The line through places in ascending order. */
  private static Line line(Object series, Map<Double, Place> places) {
    int size = places.size();
    Line line =
        new Line(series, new double[size], new double[size], new double[size], new long[size]);
    int i = 0;
    for (Place place : places.values()) {
      line.x()[i] = place.x.mean();
      line.mean()[i] = place.y.mean();
      line.margin()[i] = place.y.margin();
      line.count()[i] = place.y.count();
      i++;
    }
    return line;
  }
}
