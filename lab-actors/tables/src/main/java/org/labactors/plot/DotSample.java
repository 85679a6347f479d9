package org.labactors.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ScannedRow;

/**
 * Dots of a scatter plot; of very many rows a random sample, in which each row has the same chance
 * (Vitter, 1985, algorithm R). The same rows in the same order give the same sample.
 */
final class DotSample implements Collector {

  /** More dots than this hide each other. */
  static final int MOST = 5_000;

  /**
   * The dots of a series.
   *
   * @param series what tells it from others
   */
  @SuppressWarnings("ArrayRecordComponent") // they are drawn as arrays
  record Dots(Object series, double[] x, double[] y) {}

  private record Dot(Object series, double x, double y) {}

  private final Series<Object> series;
  private final SplittableRandom random = new SplittableRandom(42);
  private final List<Dot> dots = new ArrayList<>();
  private long shown;
  private long leftOut;

  DotSample(@Nullable Variable by) {
    this.series = new Series<>(by, name -> name);
  }

  @Override
  public void add(ScannedRow row) {
    double x = row.number(0);
    double y = row.number(1);
    if (!Double.isFinite(x) || !Double.isFinite(y)) {
      leftOut++;
      return;
    }
    Object name = series.of(row, 2);
    shown++;
    if (dots.size() < MOST) {
      dots.add(new Dot(name, x, y));
      return;
    }
    long place = random.nextLong(shown);
    if (place < MOST) {
      dots.set((int) place, new Dot(name, x, y));
    }
  }

  @Override
  public long shown() {
    return shown;
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  /** Whether the dots are only a sample of the rows. */
  boolean isSample() {
    return shown > MOST;
  }

  /** The dots, in the order of their series. */
  List<Dots> dots() {
    Map<Object, List<Dot>> ofSeries = new HashMap<>();
    dots.forEach(dot -> ofSeries.computeIfAbsent(dot.series, absent -> new ArrayList<>()).add(dot));
    List<Dots> result = new ArrayList<>();
    for (Object name : series.sorted().keySet()) {
      List<Dot> of = ofSeries.get(name);
      if (of != null) {
        result.add(
            new Dots(
                name,
                of.stream().mapToDouble(Dot::x).toArray(),
                of.stream().mapToDouble(Dot::y).toArray()));
      }
    }
    return result;
  }
}
