package org.labactors.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How often values fall into each of some intervals, for each series. */
final class BinCounts implements Collector {

  private static final int MOST_PLACES = 20_000;
  private static final int MOST_BINS = 60;

  /**
   * Counts of a series.
   *
   * @param series what tells it from others
   * @param edges where the intervals begin, ascending, and where the last one ends
   * @param counts one for each interval
   */
  @SuppressWarnings("ArrayRecordComponent") // they are drawn as arrays
  record Bins(Object series, double[] edges, long[] counts) {}

  private static final class Count {
    long of;
  }

  private final Axis axis = new Axis(MOST_PLACES);
  private final SeriesNames names;
  private final Map<Object, Map<Double, Count>> counts = new HashMap<>();
  private boolean whole = true;
  private long shown;
  private long leftOut;

  BinCounts(@Nullable Variable by) {
    this.names = new SeriesNames(by);
  }

  @Override
  public void add(@Nullable Object[] values) {
    double value = Variable.number(values[0]);
    if (!Double.isFinite(value)) {
      leftOut++;
      return;
    }
    shown++;
    whole = whole && value == Math.rint(value);
    Object series = names.of(values.length > 1 ? values[1] : null);
    Count count = counts.computeIfAbsent(series, absent -> new HashMap<>()).get(axis.place(value));
    if (count == null) {
      if (axis.note(axis.place(value))) {
        counts.replaceAll((name, of) -> replaced(of));
      }
      count =
          counts
              .computeIfAbsent(series, absent -> new HashMap<>())
              .computeIfAbsent(axis.place(value), absent -> new Count());
    }
    count.of++;
  }

  private Map<Double, Count> replaced(Map<Double, Count> of) {
    Map<Double, Count> replaced = new HashMap<>();
    of.forEach(
        (at, count) ->
            replaced.computeIfAbsent(axis.place(at), absent -> new Count()).of += count.of);
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

  /**
   * The counts, in the order of their series, all over the same intervals. Their number is twice
   * the cube root of how many values a series has (Rice's rule), their width 1, 2 or 5 times a
   * power of ten, and whole where all values are.
   */
  List<Bins> bins() {
    NavigableSet<Double> places = axis.places();
    if (places.isEmpty()) {
      return List.of();
    }
    double least = places.first();
    double greatest = places.last() + axis.width();
    double wanted = Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt((double) shown / counts.size())));
    double width = roundWidth(greatest / wanted - least / wanted, least);
    double first = Math.floor(least / width);
    int size = (int) (Math.floor(greatest / width) - first) + 1;
    double shift = whole ? 0.5 : 0;
    double[] edges = new double[size + 1];
    for (int i = 0; i <= size; i++) {
      edges[i] = (first + i) * width - shift;
    }
    Map<Object, Map<Double, Count>> sorted = new TreeMap<>(SeriesNames.ORDER);
    sorted.putAll(counts);
    List<Bins> bins = new ArrayList<>();
    sorted.forEach((series, of) -> bins.add(bins(series, of, edges, first, width)));
    return bins;
  }

  private Bins bins(
      Object series, Map<Double, Count> of, double[] edges, double first, double width) {
    long[] result = new long[edges.length - 1];
    of.forEach(
        (at, count) -> {
          double middle = at + axis.width() / 2;
          int bin = (int) (Math.floor(middle / width) - first);
          result[Math.min(bin, result.length - 1)] += count.of;
        });
    return new Bins(series, edges, result);
  }

  /** The width of 1, 2 or 5 times a power of ten that is nearest to this. */
  private double roundWidth(double wanted, double at) {
    if (!(wanted > 0)) {
      return whole ? 1 : Math.max(Math.ulp(at) * 4, rounded(Math.abs(at) / 10));
    }
    return whole ? Math.max(1, rounded(wanted)) : rounded(wanted);
  }

  private static double rounded(double width) {
    if (!(width > 0)) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(width)));
    double nearest = power;
    for (int factor : new int[] {2, 5, 10}) {
      if (width / nearest > factor * power / width) {
        nearest = factor * power;
      }
    }
    return nearest;
  }
}
