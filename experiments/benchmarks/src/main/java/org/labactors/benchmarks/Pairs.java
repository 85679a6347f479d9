package org.labactors.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two ways of doing the same work, measured in turns, A B A B …, so that whatever else the machine
 * does meets both alike.
 *
 * @param pairs the seconds that each took, pair after pair
 */
record Pairs(List<Pair> pairs) {

  /**
   * Seconds of one turn each.
   *
   * @param a the first way
   * @param b the second way
   */
  record Pair(double a, double b) {}

  /** Does some work once and says how many seconds it took. */
  interface Timed {
    double seconds() throws Exception;
  }

  /** Takes turns, after a turn of each that does not count. */
  static Pairs measure(int turns, Timed a, Timed b) throws Exception {
    a.seconds();
    b.seconds();
    List<Pair> pairs = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      pairs.add(new Pair(a.seconds(), b.seconds()));
    }
    return new Pairs(pairs);
  }

  double a() {
    return median(pairs.stream().mapToDouble(Pair::a).toArray());
  }

  double b() {
    return median(pairs.stream().mapToDouble(Pair::b).toArray());
  }

  /** The median of b/a over the pairs: how many times as fast a is. */
  double ratio() {
    return median(ratios());
  }

  /** The least and the greatest ratio, as text. */
  String spread() {
    double[] ratios = ratios();
    Arrays.sort(ratios);
    return String.format("%.2f–%.2f", ratios[0], ratios[ratios.length - 1]);
  }

  private double[] ratios() {
    return pairs.stream().mapToDouble(pair -> pair.b() / pair.a()).toArray();
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
