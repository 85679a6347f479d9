package org.labactors.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Lines with their bands, dots, or histograms, over one pair of axes. */
final class SeriesDrawing implements Drawing {

  /** Up to so many places of a line are marked. */
  private static final int MOST_MARKS = 30;

  /** About so many marks have room on an axis. */
  private static final int X_MARKS = 7;

  private static final int Y_MARKS = 8;
  private static final int RIGHT = 24;
  private static final double PADDING = 0.03;
  private static final int SAMPLE = 26;
  private static final int LEGEND_LINE = 19;

  /** The radii of the dots of a scatter plot and of those on a line. */
  private static final double DOT = 2;

  private static final double MARK = 2.5;

  /**
   * One series.
   *
   * @param name in the legend
   * @param x places along the lower axis
   * @param y places along the left axis
   * @param areaX places around an area in a faint colour; none if there is none
   * @param areaY the same along the left axis
   * @param isLine whether there is a line from each place to the next
   * @param dot the radius of the dots at the places; 0 for none
   */
  @SuppressWarnings("ArrayRecordComponent") // they are drawn as arrays
  private record Trace(
      String name,
      double[] x,
      double[] y,
      double[] areaX,
      double[] areaY,
      boolean isLine,
      double dot) {}

  private final AxesDrawing.Titles titles;
  private final Scale x;
  private final Scale y;
  private final double bottomPadding;
  private final boolean hasLegend;
  private final List<Trace> traces = new ArrayList<>();

  private SeriesDrawing(
      AxesDrawing.Titles titles, Scale x, Scale y, double bottomPadding, boolean hasLegend) {
    this.titles = titles;
    this.x = x;
    this.y = y;
    this.bottomPadding = bottomPadding;
    this.hasLegend = hasLegend;
  }

  static SeriesDrawing of(Picture.Lines picture, LineSums sums, String title, Labels labels) {
    List<LineSums.Line> lines = sums.lines();
    Ends ends = Ends.of(lines.stream().map(LineSums.Line::x));
    boolean byFactors = lines.stream().allMatch(line -> growsByFactors(line.x()));
    Scale x =
        byFactors ? Scale.logarithmic(ends.least(), ends.most(), X_MARKS) : ends.scale(X_MARKS);
    Scale y =
        Ends.of(lines.stream().flatMap(line -> Stream.of(line.low(), line.high()))).scale(Y_MARKS);
    SeriesDrawing drawing =
        new SeriesDrawing(
            new AxesDrawing.Titles(
                title, labels.of(picture.x().name()), labels.of(picture.y().name())),
            x,
            y,
            PADDING,
            picture.by() != null);
    for (LineSums.Line line : lines) {
      boolean hasBand = Arrays.stream(line.margin()).anyMatch(margin -> margin > 0);
      drawing.traces.add(
          new Trace(
              labels.ofSeries(picture.by(), line.series()),
              x.places(line.x()),
              y.places(line.mean()),
              hasBand ? x.places(thereAndBack(line.x(), line.x())) : new double[0],
              hasBand ? y.places(thereAndBack(line.high(), line.low())) : new double[0],
              true,
              line.x().length > MOST_MARKS ? 0 : MARK));
    }
    return drawing;
  }

  static SeriesDrawing of(Picture.Scatter picture, DotSample sample, String title, Labels labels) {
    List<DotSample.Dots> all = sample.dots();
    Scale x = Ends.of(all.stream().map(DotSample.Dots::x)).scale(X_MARKS);
    Scale y = Ends.of(all.stream().map(DotSample.Dots::y)).scale(Y_MARKS);
    SeriesDrawing drawing =
        new SeriesDrawing(
            new AxesDrawing.Titles(
                title, labels.of(picture.x().name()), labels.of(picture.y().name())),
            x,
            y,
            PADDING,
            picture.by() != null);
    for (DotSample.Dots dots : all) {
      drawing.traces.add(
          new Trace(
              labels.ofSeries(picture.by(), dots.series()),
              x.places(dots.x()),
              y.places(dots.y()),
              new double[0],
              new double[0],
              false,
              DOT));
    }
    return drawing;
  }

  static SeriesDrawing of(
      Picture.Histogram picture, BinCounts counts, String title, Labels labels) {
    List<BinCounts.Bins> all = counts.bins();
    Scale x = Ends.of(all.stream().map(BinCounts.Bins::edges)).scale(X_MARKS);
    Scale y = Ends.of(all.stream().map(SeriesDrawing::outlineY)).scale(Y_MARKS);
    SeriesDrawing drawing =
        new SeriesDrawing(
            new AxesDrawing.Titles(title, labels.of(picture.of().name()), "count"),
            x,
            y,
            0,
            picture.by() != null);
    for (BinCounts.Bins bins : all) {
      double[] outlineX = x.places(outlineX(bins));
      double[] outlineY = y.places(outlineY(bins));
      drawing.traces.add(
          new Trace(
              labels.ofSeries(picture.by(), bins.series()),
              outlineX,
              outlineY,
              outlineX,
              outlineY,
              true,
              0));
    }
    return drawing;
  }

  @Override
  public void paint(Graphics2D graphics) {
    double right = RIGHT + (hasLegend ? legendWidth(graphics.getFontMetrics(AxesDrawing.TEXT)) : 0);
    AxesDrawing axes = AxesDrawing.fit(graphics, titles, x, y, right, PADDING, bottomPadding);
    axes.paintBehind(graphics);
    for (int i = 0; i < traces.size(); i++) {
      Trace trace = traces.get(i);
      if (trace.areaX().length > 0) {
        graphics.setColor(Palette.faint(Palette.series(i)));
        Path2D area = path(axes, trace.areaX(), trace.areaY());
        area.closePath();
        graphics.fill(area);
      }
    }
    for (int i = 0; i < traces.size(); i++) {
      paint(graphics, axes, traces.get(i), i);
    }
    axes.paintAround(graphics);
    if (hasLegend) {
      paintLegend(graphics, axes);
    }
  }

  private static void paint(Graphics2D graphics, AxesDrawing axes, Trace trace, int number) {
    graphics.setColor(Palette.series(number));
    if (trace.isLine()) {
      graphics.setStroke(Palette.stroke(number));
      graphics.draw(path(axes, trace.x(), trace.y()));
    }
    for (int i = 0; trace.dot() > 0 && i < trace.x().length; i++) {
      dot(graphics, axes.across(trace.x()[i]), axes.up(trace.y()[i]), trace.dot());
    }
  }

  private static Path2D path(AxesDrawing axes, double[] x, double[] y) {
    Path2D path = new Path2D.Double();
    path.moveTo(axes.across(x[0]), axes.up(y[0]));
    for (int i = 1; i < x.length; i++) {
      path.lineTo(axes.across(x[i]), axes.up(y[i]));
    }
    return path;
  }

  private static void dot(Graphics2D graphics, double x, double y, double radius) {
    graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private double legendWidth(FontMetrics text) {
    return SAMPLE
        + 12
        + traces.stream().mapToInt(each -> text.stringWidth(each.name())).max().orElse(0);
  }

  private void paintLegend(Graphics2D graphics, AxesDrawing axes) {
    double left = axes.area().getMaxX() + 14;
    double line = axes.area().getY() + 8;
    for (int i = 0; i < traces.size(); i++) {
      graphics.setColor(Palette.series(i));
      if (traces.get(i).isLine()) {
        graphics.setStroke(Palette.stroke(i));
        graphics.draw(new Line2D.Double(left, line, left + SAMPLE - 6, line));
      }
      if (traces.get(i).dot() > 0) {
        dot(graphics, left + SAMPLE / 2.0 - 3, line, traces.get(i).dot());
      }
      graphics.setColor(Color.DARK_GRAY);
      graphics.setStroke(new BasicStroke(1));
      graphics.setFont(AxesDrawing.TEXT);
      graphics.drawString(traces.get(i).name(), (float) (left + SAMPLE), (float) (line + 4));
      line += LEGEND_LINE;
    }
  }

  /** Along one edge and back along the other. */
  private static double[] thereAndBack(double[] there, double[] back) {
    double[] around = Arrays.copyOf(there, 2 * there.length);
    for (int i = 0; i < back.length; i++) {
      around[there.length + i] = back[back.length - 1 - i];
    }
    return around;
  }

  private static double[] outlineX(BinCounts.Bins bins) {
    double[] x = new double[2 * bins.edges().length];
    for (int i = 0; i < bins.edges().length; i++) {
      x[2 * i] = bins.edges()[i];
      x[2 * i + 1] = bins.edges()[i];
    }
    return x;
  }

  private static double[] outlineY(BinCounts.Bins bins) {
    double[] y = new double[2 * bins.edges().length];
    for (int i = 0; i < bins.counts().length; i++) {
      y[2 * i + 1] = bins.counts()[i];
      y[2 * i + 2] = bins.counts()[i];
    }
    return y;
  }

  /**
   * Whether numbers in ascending order rise by factors rather than by steps: they span two powers
   * of ten at least, and the one in the middle is where it would be on a logarithmic axis.
   */
  static boolean growsByFactors(double[] x) {
    if (x.length < 3 || !(x[0] > 0) || x[x.length - 1] / x[0] < 100) {
      return false;
    }
    double ends = Math.log(x[0]) + Math.log(x[x.length - 1]);
    double middle = Math.log(x[x.length / 2]);
    double byFactors = ends / 2;
    double bySteps = Math.log((x[0] + x[x.length - 1]) / 2);
    return Math.abs(middle - byFactors) < Math.abs(middle - bySteps);
  }
}
