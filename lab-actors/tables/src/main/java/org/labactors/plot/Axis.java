package org.labactors.plot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Places along an axis, numbered in the order in which they are found. As long as there are not too
 * many different values, each is a place of its own; then neighbours share one. Such a place is an
 * interval that begins at a multiple of its width, a power of two, and when there are still too
 * many, two of them become one.
 *
 * <p>Every row of a result set is looked up here, so it is a hash table of plain numbers with open
 * addressing.
 */
final class Axis {

  /** The golden ratio as a fraction of 2⁶⁴, which spreads whatever is multiplied by it. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int most;
  private final int shift;

  /** The number of a place and one, where its hash points or behind; 0 where there is none. */
  private final int[] table;

  private final double[] places;
  private int size;
  private double width;

  /**
   * An axis without places.
   *
   * @param most how many places there may be
   */
  Axis(int most) {
    this.most = most;
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * most + 1);
    this.shift = Long.SIZE - bits;
    this.table = new int[1 << bits];
    this.places = new double[most + 1];
  }

  /** The place of a finite value: the value itself, or where its interval begins. */
  private double place(double value) {
    // Adding 0 makes −0.0 and 0.0 one place.
    return finite(width == 0 ? value : Math.floor(value / width) * width) + 0.0;
  }

  /** The finite number that is the nearest. */
  static double finite(double number) {
    return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
  }

  /**
   * The number of the place of a finite value, from 0. If it is a new one, {@link #isOverfull} has
   * to be asked before the next.
   */
  int number(double value) {
    double place = place(value);
    int slot = (int) ((Double.doubleToRawLongBits(place) * GOLDEN) >>> shift);
    while (table[slot] != 0) {
      int number = table[slot] - 1;
      if (places[number] == place) {
        return number;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    places[size] = place;
    table[slot] = ++size;
    return size - 1;
  }

  /** Whether there have become too many places, so that they have to be merged. */
  boolean isOverfull() {
    return size > most;
  }

  /**
   * Makes places wider until there are not too many.
   *
   * @return the new number of each place, by its old one
   */
  int[] merge() {
    double[] old = Arrays.copyOf(places, size);
    while (isOverfull()) {
      width = width == 0 ? firstWidth() : 2 * width;
      fill(Arrays.copyOf(places, size));
    }
    return Arrays.stream(old).mapToInt(this::number).toArray();
  }

  private void fill(double[] values) {
    Arrays.fill(table, 0);
    size = 0;
    for (double value : values) {
      number(value);
    }
  }

  private double firstWidth() {
    double least = Arrays.stream(places, 0, size).min().orElseThrow();
    double greatest = Arrays.stream(places, 0, size).max().orElseThrow();
    double share = greatest / most - least / most;
    return Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(share) + 1));
  }

  /** The width of a place; 0 while each value is one of its own. */
  double width() {
    return width;
  }

  /** How many places there are. */
  int size() {
    return size;
  }

  /** The place of a number. */
  double at(int number) {
    return places[number];
  }

  /** The numbers of the places, as these ascend. */
  int[] ascending() {
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingDouble(this::at))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Where each of the places begins, as they ascend, and last where the last one ends. */
  double[] edges() {
    double[] at = Arrays.copyOf(places, size);
    Arrays.sort(at);
    double[] edges = new double[at.length + 1];
    for (int i = 0; i <= at.length; i++) {
      edges[i] = finite(edge(at, i));
    }
    return edges;
  }

  private double edge(double[] at, int i) {
    int last = at.length - 1;
    if (width > 0) {
      return i <= last ? at[i] : at[last] + width;
    }
    if (last == 0) {
      return at[0] + (i == 0 ? -1 : 1) * Math.max(0.5, Math.abs(at[0]) * 0x1p-50);
    }
    if (i == 0) {
      return at[0] - (at[1] / 2 - at[0] / 2);
    }
    return i > last
        ? at[last] + (at[last] / 2 - at[last - 1] / 2)
        : at[i - 1] + (at[i] / 2 - at[i - 1] / 2);
  }
}
