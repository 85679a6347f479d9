package org.labactors.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ScannedRow;

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
  record Line(Object series, double[] x, double[] mean, double[] margin, long[] count) {

    /** The lower ends of the band. */
    double[] low() {
      return edge(-1);
    }

    /** The upper ends of the band. */
    double[] high() {
      return edge(1);
    }

    private double[] edge(int side) {
      double[] edge = new double[mean.length];
      for (int i = 0; i < edge.length; i++) {
        edge[i] = Axis.finite(mean[i] + side * margin[i]);
      }
      return edge;
    }
  }

  private static final class Place {
    final Moments x = new Moments();
    final Moments y = new Moments();

    void add(Place other) {
      x.add(other.x);
      y.add(other.y);
    }
  }

  private final Axis axis = new Axis(MOST_PLACES);

  /** What is at each place of the axis, by its number; nothing where the series has no row. */
  private final Series<@Nullable Place[]> series;

  private long shown;
  private long leftOut;

  LineSums(@Nullable Variable by) {
    this.series = new Series<>(by, name -> noPlaces());
  }

  private static @Nullable Place[] noPlaces() {
    return new @Nullable Place[MOST_PLACES + 1];
  }

  @Override
  public void add(ScannedRow row) {
    double x = row.number(0);
    double y = row.number(1);
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      leftOut++;
      return;
    }
    shown++;
    int number = axis.number(x);
    if (axis.isOverfull()) {
      int[] merged = axis.merge();
      series.replaceAll(places -> replaced(places, merged));
      number = axis.number(x);
    }
    Place place = at(series.of(row, 2), number);
    place.x.add(x);
    place.y.add(y);
  }

  private static Place at(@Nullable Place[] places, int number) {
    Place known = places[number];
    if (known != null) {
      return known;
    }
    Place fresh = new Place();
    places[number] = fresh;
    return fresh;
  }

  private static @Nullable Place[] replaced(@Nullable Place[] places, int[] merged) {
    @Nullable Place[] replaced = noPlaces();
    for (int number = 0; number < merged.length; number++) {
      Place place = places[number];
      if (place != null) {
        at(replaced, merged[number]).add(place);
      }
    }
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

  /** Whether a variance is beyond floating-point numbers, so that its band cannot be shown. */
  boolean isBandless() {
    return series.sorted().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(place -> place != null && !place.y.hasVariance());
  }

  /** The lines, in the order of their series. */
  List<Line> lines() {
    int[] ascending = axis.ascending();
    List<Line> lines = new ArrayList<>();
    series.sorted().forEach((name, places) -> lines.add(line(name, places, ascending)));
    return lines;
  }

  private static Line line(Object name, @Nullable Place[] places, int[] ascending) {
    List<Place> along = new ArrayList<>();
    for (int number : ascending) {
      Place place = places[number];
      if (place != null) {
        along.add(place);
      }
    }
    return new Line(
        name,
        along.stream().mapToDouble(place -> place.x.mean()).toArray(),
        along.stream().mapToDouble(place -> place.y.mean()).toArray(),
        along.stream().mapToDouble(place -> place.y.hasVariance() ? place.y.margin() : 0).toArray(),
        along.stream().mapToLong(place -> place.y.count()).toArray());
  }
}
