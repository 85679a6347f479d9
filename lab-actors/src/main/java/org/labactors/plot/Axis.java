package org.labactors.plot;

import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Places along an axis. As long as there are not too many different values, each is a place of its
 * own; then neighbours share one. Such a place is an interval that begins at a multiple of its
 * width, a power of two, and when there are still too many, two of them become one.
 */
final class Axis {

  private final int most;
  private final Set<Double> places = new HashSet<>();
  private double width;

  /**
   * An axis without places.
   *
   * @param most how many places there may be
   */
  Axis(int most) {
    this.most = most;
  }

  /** The place of a finite value: the value itself, or where its interval begins. */
  double place(double value) {
    // Adding 0 makes −0.0 and 0.0 one place.
    return (width == 0 ? value : Math.floor(value / width) * width) + 0.0;
  }

  /**
   * Takes note of a place.
   *
   * @return whether there have become too many, so that from now on {@link #place} gives others,
   *     and old places have to be replaced by their new ones
   */
  boolean note(double place) {
    if (!places.add(place) || places.size() <= most) {
      return false;
    }
    while (places.size() > most) {
      width = width == 0 ? firstWidth() : 2 * width;
      Set<Double> old = new HashSet<>(places);
      places.clear();
      old.forEach(each -> places.add(place(each)));
    }
    return true;
  }

  private double firstWidth() {
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (double place : places) {
      least = Math.min(least, place);
      greatest = Math.max(greatest, place);
    }
    double share = greatest / most - least / most;
    return Math.max(Double.MIN_NORMAL, Math.scalb(1.0, Math.getExponent(share) + 1));
  }

  /** The width of a place; 0 while each value is one of its own. */
  double width() {
    return width;
  }

  /** The places in ascending order. */
  NavigableSet<Double> places() {
    return new TreeSet<>(places);
  }

  /** Where each of some places in ascending order begins, and last where the last one ends. */
  double[] edges(Collection<Double> sorted) {
    double[] at = sorted.stream().mapToDouble(Double::doubleValue).toArray();
    double[] edges = new double[at.length + 1];
    for (int i = 0; i <= at.length; i++) {
      if (width > 0) {
        edges[i] = i < at.length ? at[i] : at[i - 1] + width;
      } else if (at.length == 1) {
        edges[i] = at[0] + (i == 0 ? -0.5 : 0.5);
      } else if (i == 0) {
        edges[i] = at[0] - (at[1] - at[0]) / 2;
      } else if (i == at.length) {
        edges[i] = at[i - 1] + (at[i - 1] - at[i - 2]) / 2;
      } else {
        edges[i] = at[i - 1] + (at[i] - at[i - 1]) / 2;
      }
    }
    return edges;
  }
}
