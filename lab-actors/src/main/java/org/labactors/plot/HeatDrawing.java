package org.labactors.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import org.knowm.xchart.XYChart;

/** A heat map, and beside it which colour means how much. */
final class HeatDrawing implements Drawing {

  private static final int SCALE_WIDTH = 96;
  private static final int BAR_WIDTH = 16;
  private static final int TICKS = 5;

  /** So many colours are told apart; neighbours of one colour are one rectangle. */
  private static final int COLOURS = 128;

  private final HeatSums.Heat heat;
  private final XYChart axes;
  private final String scaleTitle;
  private final double least;
  private final double greatest;

  private HeatDrawing(HeatSums.Heat heat, XYChart axes, String scaleTitle) {
    this.heat = heat;
    this.axes = axes;
    this.scaleTitle = scaleTitle;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double[] row : heat.z()) {
      for (double z : row) {
        if (!Double.isNaN(z)) {
          low = Math.min(low, z);
          high = Math.max(high, z);
        }
      }
    }
    this.least = low;
    this.greatest = high;
  }

  static HeatDrawing of(Picture.HeatMap picture, HeatSums sums, String title, Labels labels) {
    HeatSums.Heat heat = sums.heat();
    double[] x = ends(heat.xEdges());
    double[] y = ends(heat.yEdges());
    XYChart axes =
        Charts.empty(
            title,
            labels.of(picture.x().name()),
            labels.of(picture.y().name()),
            WIDTH - SCALE_WIDTH);
    axes.getStyler().setLegendVisible(false);
    axes.getStyler().setPlotGridLinesVisible(false);
    axes.getStyler().setPlotContentSize(1);
    Charts.addUnseen(axes, x, y);
    return new HeatDrawing(heat, axes, labels.of(picture.z().name()));
  }

  private static double[] ends(double[] edges) {
    return new double[] {edges[0], edges[edges.length - 1]};
  }

  @Override
  public void paint(Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, HEIGHT);
    axes.paint(graphics, WIDTH - SCALE_WIDTH, HEIGHT);
    double[] xs = pixels(heat.xEdges(), true);
    double[] ys = pixels(heat.yEdges(), false);
    for (int row = 0; row < heat.z().length; row++) {
      paintRow(graphics, heat.z()[row], xs, ys[row + 1], ys[row]);
    }
    paintScale(graphics, ys[ys.length - 1], ys[0]);
  }

  /** Whole pixels, so that no seams show between neighbours. */
  private double[] pixels(double[] edges, boolean across) {
    double[] pixels = new double[edges.length];
    for (int i = 0; i < edges.length; i++) {
      pixels[i] =
          Math.rint(
              across ? axes.getScreenXFromChart(edges[i]) : axes.getScreenYFromChart(edges[i]));
    }
    return pixels;
  }

  private void paintRow(Graphics2D graphics, double[] row, double[] xs, double top, double bottom) {
    int begin = 0;
    for (int column = 1; column <= row.length; column++) {
      if (column == row.length || colour(row[column]) != colour(row[begin])) {
        if (!Double.isNaN(row[begin])) {
          graphics.setColor(Palette.heat(colour(row[begin]) / (COLOURS - 1.0)));
          graphics.fill(
              new Rectangle2D.Double(xs[begin], top, xs[column] - xs[begin], bottom - top));
        }
        begin = column;
      }
    }
  }

  /** The number of a colour, −1 for none. */
  private int colour(double z) {
    if (Double.isNaN(z)) {
      return -1;
    }
    return greatest > least
        ? (int) Math.round((z - least) / (greatest - least) * (COLOURS - 1))
        : COLOURS / 2;
  }

  private void paintScale(Graphics2D graphics, double top, double bottom) {
    double left = WIDTH - SCALE_WIDTH + 8;
    int steps = 64;
    for (int i = 0; i < steps; i++) {
      double upper = Math.rint(bottom - (bottom - top) * (i + 1) / steps);
      double lower = Math.rint(bottom - (bottom - top) * i / steps);
      graphics.setColor(Palette.heat((i + 0.5) / steps));
      graphics.fill(new Rectangle2D.Double(left, upper, BAR_WIDTH, lower - upper));
    }
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(Charts.TEXT);
    float below = graphics.getFontMetrics().getAscent() / 2f - 1;
    for (int i = 0; i < TICKS; i++) {
      double part = (double) i / (TICKS - 1);
      graphics.drawString(
          number(least + (greatest - least) * part),
          (float) (left + BAR_WIDTH + 5),
          (float) (bottom - (bottom - top) * part) + below);
    }
    graphics.setFont(Charts.TEXT.deriveFont(14f));
    graphics.drawString(scaleTitle, (float) left, (float) top - 8);
  }

  private String number(double value) {
    double size = Math.max(Math.abs(least), Math.abs(greatest));
    // What is next to nothing beside the ends is zero.
    double shown = Math.abs(value) < size * 1e-3 ? 0 : value;
    boolean plain = size >= 0.01 && size < 100_000;
    return String.format(Locale.ROOT, plain ? (size < 10 ? "%.3f" : "%.1f") : "%.2e", shown);
  }
}
