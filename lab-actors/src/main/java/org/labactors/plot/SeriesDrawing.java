package org.labactors.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines with their bands, dots, or histograms, over one pair of axes. */
final class SeriesDrawing implements Drawing {

  /** Up to so many places of a line are marked. */
  private static final int MOST_MARKS = 30;

  /** Up to so many places of a line the axis may be marked at each. */
  private static final int MOST_TICKS = 12;

  private final XYChart chart;
  private final boolean several;

  private SeriesDrawing(XYChart chart, boolean several) {
    this.chart = chart;
    this.several = several;
    chart.getStyler().setLegendVisible(several);
  }

  static SeriesDrawing of(Picture.Lines picture, LineSums sums, String title, Labels labels) {
    List<LineSums.Line> lines = sums.lines();
    XYChart chart =
        Charts.empty(title, labels.of(picture.x().name()), labels.of(picture.y().name()));
    chart
        .getStyler()
        .setXAxisLogarithmic(lines.stream().allMatch(line -> growsByFactors(line.x())));
    for (int i = 0; i < lines.size(); i++) {
      LineSums.Line line = lines.get(i);
      if (Arrays.stream(line.margin()).anyMatch(margin -> margin > 0)) {
        addArea(chart, "band " + i, bandX(line.x()), bandY(line), Palette.series(i));
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      LineSums.Line line = lines.get(i);
      XYSeries series =
          chart.addSeries(name(picture.by(), line.series(), labels, i), line.x(), line.mean());
      style(series, i);
      if (line.x().length > MOST_MARKS) {
        series.setMarker(SeriesMarkers.NONE);
      }
    }
    if (lines.get(0).x().length > MOST_TICKS) {
      LineSums.Line first = lines.get(0);
      Charts.addUnseen(chart, ends(first.x()), ends(first.mean()));
    }
    return new SeriesDrawing(chart, picture.by() != null);
  }

  static SeriesDrawing of(Picture.Scatter picture, DotSample sample, String title, Labels labels) {
    XYChart chart =
        Charts.empty(title, labels.of(picture.x().name()), labels.of(picture.y().name()));
    List<DotSample.Dots> all = sample.dots();
    for (int i = 0; i < all.size(); i++) {
      DotSample.Dots dots = all.get(i);
      XYSeries series =
          chart.addSeries(name(picture.by(), dots.series(), labels, i), dots.x(), dots.y());
      style(series, i);
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    }
    chart.getStyler().setMarkerSize(4);
    return new SeriesDrawing(chart, picture.by() != null);
  }

  static SeriesDrawing of(
      Picture.Histogram picture, BinCounts counts, String title, Labels labels) {
    XYChart chart = Charts.empty(title, labels.of(picture.of().name()), "count");
    List<BinCounts.Bins> all = counts.bins();
    for (int i = 0; i < all.size(); i++) {
      addArea(chart, "area " + i, outlineX(all.get(i)), outlineY(all.get(i)), Palette.series(i));
    }
    for (int i = 0; i < all.size(); i++) {
      BinCounts.Bins bins = all.get(i);
      XYSeries series =
          chart.addSeries(
              name(picture.by(), bins.series(), labels, i), outlineX(bins), outlineY(bins));
      style(series, i);
      series.setMarker(SeriesMarkers.NONE);
    }
    chart.getStyler().setYAxisMin(0.0);
    return new SeriesDrawing(chart, picture.by() != null);
  }

  @Override
  public void paint(Graphics2D graphics) {
    chart.paint(graphics, WIDTH, HEIGHT);
  }

  /** Whether there is a legend. */
  boolean hasLegend() {
    return several;
  }

  private static String name(@Nullable Variable by, Object series, Labels labels, int number) {
    return by == null ? "series " + number : labels.of(by.name(), series);
  }

  private static void style(XYSeries series, int number) {
    Color colour = Palette.series(number);
    series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    series.setLineColor(colour);
    series.setLineStyle(Palette.stroke(number));
    series.setMarkerColor(colour);
    series.setMarker(SeriesMarkers.CIRCLE);
  }

  private static void addArea(XYChart chart, String name, double[] x, double[] y, Color colour) {
    XYSeries area = chart.addSeries(name, x, y);
    area.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    area.setFillColor(Palette.faint(colour));
    area.setLineColor(new Color(0, 0, 0, 0));
    area.setLineStyle(SeriesLines.NONE);
    area.setMarker(SeriesMarkers.NONE);
    area.setShowInLegend(false);
  }

  private static double[] ends(double[] values) {
    return new double[] {values[0], values[values.length - 1]};
  }

  /** There along the upper edge, back along the lower one. */
  private static double[] bandX(double[] x) {
    double[] around = Arrays.copyOf(x, 2 * x.length);
    for (int i = 0; i < x.length; i++) {
      around[x.length + i] = x[x.length - 1 - i];
    }
    return around;
  }

  private static double[] bandY(LineSums.Line line) {
    int size = line.x().length;
    double[] around = new double[2 * size];
    for (int i = 0; i < size; i++) {
      around[i] = line.mean()[i] + line.margin()[i];
      around[2 * size - 1 - i] = line.mean()[i] - line.margin()[i];
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
