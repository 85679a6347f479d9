package org.labactors.plot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ScannedRow;

/** How often values fall into each of some intervals, for each series. */
final class BinCounts implements Collector {

  private static final int MOST_PLACES = 20_000;
  private static final int MOST_BINS = 60;

  /** From here on there are no halves between whole numbers. */
  private static final double HALVES = 0x1p51;

  /**
   * Counts of a series.
   *
   * @param series what tells it from others
   * @param edges where the intervals begin, ascending, and where the last one ends
   * @param counts one for each interval
   */
  @SuppressWarnings("ArrayRecordComponent") // they are drawn as arrays
  record Bins(Object series, double[] edges, long[] counts) {}

  private final Axis axis = new Axis(MOST_PLACES);

  /** How many values are at each place of the axis, by its number. */
  private final Series<long[]> series;

  private boolean whole = true;
  private long shown;
  private long leftOut;

  BinCounts(@Nullable Variable by) {
    this.series = new Series<>(by, name -> new long[MOST_PLACES + 1]);
  }

  @Override
  public void add(ScannedRow row) {
    double value = row.number(0);
    if (!Double.isFinite(value)) {
      leftOut++;
      return;
    }
    shown++;
    whole = whole && value == Math.rint(value);
    int number = axis.number(value);
    if (axis.isOverfull()) {
      int[] merged = axis.merge();
      series.replaceAll(counts -> replaced(counts, merged));
      number = axis.number(value);
    }
    series.of(row, 1)[number]++;
  }

  private static long[] replaced(long[] counts, int[] merged) {
    long[] replaced = new long[counts.length];
    for (int number = 0; number < merged.length; number++) {
      replaced[merged[number]] += counts[number];
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

  /**
   * The counts, in the order of their series, all over the same intervals. Their number is twice
   * the cube root of how many values a series has (Rice's rule), their width 1, 2 or 5 times a
   * power of ten, and whole where all values are.
   */
  List<Bins> bins() {
    if (axis.size() == 0) {
      return List.of();
    }
    int[] ascending = axis.ascending();
    double least = axis.at(ascending[0]);
    double greatest = Axis.finite(axis.at(ascending[ascending.length - 1]) + axis.width());
    double wanted = Math.min(MOST_BINS, Math.ceil(2 * Math.cbrt((double) shown / series.size())));
    double width = roundWidth(greatest / wanted - least / wanted, least, greatest);
    double first = Math.floor(least / width);
    int size = (int) (Math.floor(greatest / width) - first) + 1;
    double shift = whole && Math.max(-least, greatest) < HALVES ? 0.5 : 0;
    double[] edges = new double[size + 1];
    for (int i = 0; i <= size; i++) {
      edges[i] = Axis.finite((first + i) * width - shift);
    }
    List<Bins> bins = new ArrayList<>();
    series.sorted().forEach((name, counts) -> bins.add(bins(name, counts, edges, first, width)));
    return bins;
  }

  private Bins bins(Object name, long[] counts, double[] edges, double first, double width) {
    long[] result = new long[edges.length - 1];
    for (int number = 0; number < axis.size(); number++) {
      double middle = axis.at(number) + axis.width() / 2;
      int bin = (int) (Math.floor(middle / width) - first);
      result[Math.max(0, Math.min(bin, result.length - 1))] += counts[number];
    }
    return new Bins(name, edges, result);
  }

  /**
   * The width of 1, 2 or 5 times a power of ten that is nearest to this; at least so wide that both
   * ends of an interval are different numbers.
   */
  private double roundWidth(double wanted, double least, double greatest) {
    double size = Math.max(Math.abs(least), Math.abs(greatest));
    double narrowest = Math.max(Math.ulp(size) * 2, whole ? 1 : 0);
    if (wanted > 0) {
      return Math.max(narrowest, rounded(wanted));
    }
    return whole && size < HALVES ? 1 : Math.max(narrowest, rounded(size / 10));
  }

  private static double rounded(double width) {
    if (width == 0) {
      return 1;
    }
    if (width < Double.MIN_NORMAL) {
      return width; // a power of ten has too few digits there
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
