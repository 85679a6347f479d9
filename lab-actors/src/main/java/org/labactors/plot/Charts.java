package org.labactors.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How all pictures look. */
final class Charts {

  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

  private static final Color GRID = new Color(0xe0e0e0);
  private static final Color FRAME = new Color(0x606060);

  private Charts() {}

  /** A pair of axes without anything. */
  static XYChart empty(String title, String x, String y) {
    return empty(title, x, y, Drawing.WIDTH);
  }

  static XYChart empty(String title, String x, String y, int width) {
    XYChart chart = new XYChart(width, Drawing.HEIGHT);
    chart.setTitle(title);
    chart.setXAxisTitle(x);
    chart.setYAxisTitle(y);
    XYStyler styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(TEXT.deriveFont(Font.BOLD, 15f));
    styler.setAxisTitleFont(TEXT.deriveFont(14f));
    styler.setAxisTickLabelsFont(TEXT);
    styler.setLegendFont(TEXT);
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setPlotGridLinesColor(GRID);
    // Dashes would make up most of an SVG.
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotBorderColor(FRAME);
    styler.setMarkerSize(5);
    styler.setLocale(Locale.ROOT);
    return chart;
  }

  /**
   * Adds a series that is not to be seen, with values unevenly spread from one end to the other.
   * Without it the axis would be marked at the values of the data where these are evenly spread,
   * with all their digits.
   */
  static void addUnseen(XYChart chart, double[] xEnds, double[] yEnds) {
    chart
        .addSeries(
            "unseen",
            new double[] {xEnds[0], uneven(xEnds), xEnds[1]},
            new double[] {yEnds[0], uneven(yEnds), yEnds[1]})
        .setMarker(SeriesMarkers.NONE)
        .setLineStyle(SeriesLines.NONE)
        .setLineColor(new Color(0, 0, 0, 0))
        .setShowInLegend(false);
  }

  private static double uneven(double[] ends) {
    return ends[0] + 0.37 * (ends[1] - ends[0]);
  }
}
