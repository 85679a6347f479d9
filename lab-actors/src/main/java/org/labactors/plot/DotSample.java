package org.labactors.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

  private final SeriesNames names;
  private final SplittableRandom random = new SplittableRandom(42);
  private final List<Dot> dots = new ArrayList<>();
  private long shown;
  private long leftOut;

  DotSample(@Nullable Variable by) {
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
    Object series = names.of(values.length > 2 ? values[2] : null);
    shown++;
    if (dots.size() < MOST) {
      dots.add(new Dot(series, x, y));
      return;
    }
    long place = random.nextLong(shown);
    if (place < MOST) {
      dots.set((int) place, new Dot(series, x, y));
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
    Map<Object, List<Dot>> sorted = new TreeMap<>(SeriesNames.ORDER);
    dots.forEach(dot -> sorted.computeIfAbsent(dot.series, absent -> new ArrayList<>()).add(dot));
    List<Dots> result = new ArrayList<>();
    sorted.forEach(
        (series, of) ->
            result.add(
                new Dots(
                    series,
                    of.stream().mapToDouble(Dot::x).toArray(),
                    of.stream().mapToDouble(Dot::y).toArray())));
    return result;
  }
}
