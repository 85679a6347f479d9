package org.labactors.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.stream.Stream;

/** A heat map, and beside it which colour means how much. */
final class HeatDrawing implements Drawing {

  private static final int SCALE_WIDTH = 96;
  private static final int BAR_WIDTH = 16;
  private static final int TICKS = 5;
  private static final int X_MARKS = 6;
  private static final int Y_MARKS = 8;

  /** So many colours are told apart; neighbours of one colour are one rectangle. */
  private static final int COLOURS = 128;

  private final HeatSums.Heat heat;
  private final AxesDrawing.Titles titles;
  private final String scaleTitle;
  private final Scale x;
  private final Scale y;
  private final Scale colours;

  private HeatDrawing(HeatSums.Heat heat, AxesDrawing.Titles titles, String scaleTitle) {
    this.heat = heat;
    this.titles = titles;
    this.scaleTitle = scaleTitle;
    this.x = Ends.of(Stream.of(heat.xEdges())).scale(X_MARKS);
    this.y = Ends.of(Stream.of(heat.yEdges())).scale(Y_MARKS);
    this.colours = heat.ends().scale(TICKS);
  }

  static HeatDrawing of(Picture.HeatMap picture, HeatSums sums, String title, Labels labels) {
    return new HeatDrawing(
        sums.heat(),
        new AxesDrawing.Titles(title, labels.of(picture.x().name()), labels.of(picture.y().name())),
        labels.of(picture.z().name()));
  }

  @Override
  public void paint(Graphics2D graphics) {
    FontMetrics text = graphics.getFontMetrics(AxesDrawing.TEXT);
    double right = SCALE_WIDTH;
    for (double mark : colours.marks()) {
      right = Math.max(right, BAR_WIDTH + 36 + text.stringWidth(colours.label(mark)));
    }
    AxesDrawing axes = AxesDrawing.fit(graphics, titles, x, y, right, 0, 0);
    axes.paintBehind(graphics);
    // Whole pixels, so that no seams show between neighbours.
    double[] xs =
        Arrays.stream(x.places(heat.xEdges())).map(p -> Math.rint(axes.across(p))).toArray();
    double[] ys = Arrays.stream(y.places(heat.yEdges())).map(p -> Math.rint(axes.up(p))).toArray();
    for (int row = 0; row < heat.z().length; row++) {
      paintRow(graphics, heat.z()[row], xs, ys[row + 1], ys[row]);
    }
    axes.paintAround(graphics);
    paintScale(graphics, axes.area());
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
    double length = colours.end() - colours.begin();
    return length > 0
        ? (int) Math.round((colours.place(z) - colours.begin()) / length * (COLOURS - 1))
        : COLOURS / 2;
  }

  private void paintScale(Graphics2D graphics, Rectangle2D area) {
    double left = area.getMaxX() + 16;
    double top = Math.rint(area.getY());
    double bottom = Math.rint(area.getMaxY());
    int steps = 64;
    for (int i = 0; i < steps; i++) {
      double upper = Math.rint(bottom - (bottom - top) * (i + 1) / steps);
      double lower = Math.rint(bottom - (bottom - top) * i / steps);
      graphics.setColor(Palette.heat((i + 0.5) / steps));
      graphics.fill(new Rectangle2D.Double(left, upper, BAR_WIDTH, lower - upper));
    }
    graphics.setColor(Color.DARK_GRAY);
    graphics.setFont(AxesDrawing.TEXT);
    float below = graphics.getFontMetrics().getAscent() / 2f - 1;
    double length = colours.end() - colours.begin();
    for (double mark : colours.marks()) {
      double part = length > 0 ? (mark - colours.begin()) / length : 0.5;
      graphics.drawString(
          colours.label(mark),
          (float) (left + BAR_WIDTH + 5),
          (float) (bottom - (bottom - top) * part) + below);
    }
    graphics.setFont(AxesDrawing.TITLE);
    graphics.drawString(scaleTitle, (float) left, (float) top - 8);
  }
}
