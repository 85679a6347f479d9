package org.labactors.experiments;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * E03: bond percolation on the square lattice. Bonds between neighbouring sites open one by one in
 * random order until an open path leads from the left edge to the right one; the part of the bonds
 * that it took is an estimate of the percolation threshold (Newman and Ziff, 2000).
 *
 * <p>The lattice has n rows and n + 1 columns, the first and the last column each made one site: n²
 * bonds along the rows and (n − 1)² across. It is its own dual: it is crossed from left to right
 * exactly if its dual is not crossed from top to bottom by the bonds that are closed. Hence at p =
 * 1/2 the probability of a crossing is 1/2 for every n, and an estimate is as likely to be ε above
 * 1/2 as below: its mean and its median are 1/2, exactly and for every n. That the threshold of the
 * infinite lattice is 1/2 as well was proved by Kesten (1980). The estimates crowd around it as
 * n^(−1/ν) with ν = 4/3: eight times the size, less than a quarter of the spread.
 *
 * <pre>
 * ./lab run config/studies/percolation.conf
 * sqlite3 percolation.db 'SELECT size, count(*), avg(threshold) FROM percolation GROUP BY size'
 * </pre>
 */
public record BondPercolation() implements Experiment {

  /** More would take more than 2³¹ bonds. */
  private static final int LARGEST = 32_000;

  private static final int LEFT_EDGE = 0;
  private static final int RIGHT_EDGE = 1;

  /**
   * Takes {@code size}, the n of the lattice, from 2 to 32,000; measures {@code threshold}, between
   * 0 and 1.
   *
   * @throws IllegalArgumentException if {@code size} is out of range
   */
  @Override
  public Values run(Trial trial) {
    int size = trial.getInt("size");
    if (size < 2 || size > LARGEST) {
      throw new IllegalArgumentException(
          "the parameter 'size' is " + size + "; it must be from 2 to " + LARGEST);
    }
    return Values.of("threshold", threshold(size, trial.random()));
  }

  /**
   * The part of the bonds that had to open, k of m, as k/(m + 1): the expected value of the p at
   * which the k-th of m bonds opens when p is raised from 0 to 1.
   */
  private static double threshold(int size, RandomGenerator random) {
    int[] bonds = IntStream.range(0, size * size + (size - 1) * (size - 1)).toArray();
    DisjointSets clusters = new DisjointSets(2 + size * (size - 1));
    for (int opened = 0; opened < bonds.length; opened++) {
      int next = random.nextInt(opened, bonds.length);
      int bond = bonds[next];
      bonds[next] = bonds[opened];
      open(bond, size, clusters);
      if (clusters.areJoined(LEFT_EDGE, RIGHT_EDGE)) {
        return (opened + 1) / (bonds.length + 1.0);
      }
    }
    throw new AssertionError("a lattice with every bond open is crossed");
  }

  /** Joins the sites at both ends of a bond: first come the bonds along rows, then those across. */
  private static void open(int bond, int size, DisjointSets clusters) {
    int across = bond - size * size;
    if (across < 0) {
      int row = bond / size;
      int column = bond % size;
      clusters.join(site(row, column, size), site(row, column + 1, size));
    } else {
      int row = across / (size - 1);
      int column = 1 + across % (size - 1);
      clusters.join(site(row, column, size), site(row + 1, column, size));
    }
  }

  private static int site(int row, int column, int size) {
    if (column == 0) {
      return LEFT_EDGE;
    }
    return column == size ? RIGHT_EDGE : 2 + row * (size - 1) + column - 1;
  }
}
