package org.labactors.plot;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.ScannedRow;

/** The mean of z at each x and y. */
final class HeatSums implements Collector {

  /** More places along an axis than this cannot be seen. */
  static final int MOST_PLACES = 400;

  /**
   * A map of means.
   *
   * @param xEdges where its columns begin, ascending, and where the last one ends
   * @param yEdges where its rows begin, ascending, and where the last one ends
   * @param z the means, of row and column; NaN where nothing was measured
   */
  @SuppressWarnings("ArrayRecordComponent") // they are drawn as arrays
  record Heat(double[] xEdges, double[] yEdges, double[][] z) {

    /** The least and the greatest of the means. */
    Ends ends() {
      return Ends.of(
          Arrays.stream(z).map(row -> Arrays.stream(row).filter(Double::isFinite).toArray()));
    }
  }

  private final Axis xAxis = new Axis(MOST_PLACES);
  private final Axis yAxis = new Axis(MOST_PLACES);

  /** What is at the places of both axes, by their numbers; nothing where there is no row. */
  private @Nullable Moments[][] cells = noCells();

  private long shown;
  private long leftOut;

  private static @Nullable Moments[][] noCells() {
    return new @Nullable Moments[MOST_PLACES + 1][MOST_PLACES + 1];
  }

  @Override
  public void add(ScannedRow row) {
    double x = row.number(0);
    double y = row.number(1);
    double z = row.number(2);
    if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
      leftOut++;
      return;
    }
    shown++;
    int xNumber = xAxis.number(x);
    int yNumber = yAxis.number(y);
    if (xAxis.isOverfull() || yAxis.isOverfull()) {
      merge();
      xNumber = xAxis.number(x);
      yNumber = yAxis.number(y);
    }
    at(cells, xNumber, yNumber).add(z);
  }

  private static Moments at(@Nullable Moments[][] cells, int x, int y) {
    Moments known = cells[x][y];
    if (known != null) {
      return known;
    }
    Moments fresh = new Moments();
    cells[x][y] = fresh;
    return fresh;
  }

  private void merge() {
    int[] xMerged = xAxis.merge();
    int[] yMerged = yAxis.merge();
    @Nullable Moments[][] merged = noCells();
    for (int x = 0; x < xMerged.length; x++) {
      for (int y = 0; y < yMerged.length; y++) {
        Moments cell = cells[x][y];
        if (cell != null) {
          at(merged, xMerged[x], yMerged[y]).add(cell);
        }
      }
    }
    cells = merged;
  }

  @Override
  public long shown() {
    return shown;
  }

  @Override
  public long leftOut() {
    return leftOut;
  }

  /** Whether neighbouring x or y were put together, since there are too many of them. */
  boolean isCoarse() {
    return xAxis.width() > 0 || yAxis.width() > 0;
  }

  Heat heat() {
    int[] xs = xAxis.ascending();
    int[] ys = yAxis.ascending();
    double[][] z = new double[ys.length][xs.length];
    for (int row = 0; row < ys.length; row++) {
      Arrays.setAll(z[row], mean(xs, ys[row]));
    }
    return new Heat(edges(xAxis, "x"), edges(yAxis, "y"), z);
  }

  /** The edges of the places of an axis, unless there are no numbers half way between these. */
  private static double[] edges(Axis axis, String name) {
    double[] edges = axis.edges();
    int[] ascending = axis.ascending();
    for (int i = 1; axis.width() == 0 && i < ascending.length; i++) {
      double before = axis.at(ascending[i - 1]);
      double after = axis.at(ascending[i]);
      double uneven = (edges[i] - before) - (after - edges[i]);
      if (Math.abs(uneven) > (after - before) / 8) {
        throw new PlotException(
            "values along "
                + name
                + " are so close together that a heat map has no place between them; draw lines"
                + " (--x, --y) or dots (--scatter)");
      }
    }
    return edges;
  }

  private IntToDoubleFunction mean(int[] xs, int y) {
    return column -> {
      Moments cell = cells[xs[column]][y];
      return cell == null ? Double.NaN : cell.mean();
    };
  }
}
