package org.labactors.plot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  record Heat(double[] xEdges, double[] yEdges, double[][] z) {}

  private record Cell(double x, double y) {}

  private final Axis xAxis = new Axis(MOST_PLACES);
  private final Axis yAxis = new Axis(MOST_PLACES);
  private Map<Cell, Moments> cells = new HashMap<>();
  private long shown;
  private long leftOut;

  @Override
  public void add(@Nullable Object[] values) {
    double x = Variable.number(values[0]);
    double y = Variable.number(values[1]);
    double z = Variable.number(values[2]);
    if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
      leftOut++;
      return;
    }
    shown++;
    Moments cell = cells.get(new Cell(xAxis.place(x), yAxis.place(y)));
    if (cell == null) {
      boolean xChanged = xAxis.note(xAxis.place(x));
      boolean yChanged = yAxis.note(yAxis.place(y));
      if (xChanged || yChanged) {
        replace();
      }
      cell =
          cells.computeIfAbsent(new Cell(xAxis.place(x), yAxis.place(y)), absent -> new Moments());
    }
    cell.add(z);
  }

  private void replace() {
    Map<Cell, Moments> replaced = new HashMap<>();
    cells.forEach(
        (at, cell) ->
            replaced
                .computeIfAbsent(
                    new Cell(xAxis.place(at.x), yAxis.place(at.y)), absent -> new Moments())
                .add(cell));
    cells = replaced;
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
    List<Double> xs = new ArrayList<>(xAxis.places());
    List<Double> ys = new ArrayList<>(yAxis.places());
    double[][] z = new double[ys.size()][xs.size()];
    for (int row = 0; row < ys.size(); row++) {
      for (int column = 0; column < xs.size(); column++) {
        Moments cell = cells.get(new Cell(xs.get(column), ys.get(row)));
        z[row][column] = cell == null ? Double.NaN : cell.mean();
      }
    }
    return new Heat(xAxis.edges(xs), yAxis.edges(ys), z);
  }
}
