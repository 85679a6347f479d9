package org.labactors.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** A pair of axes with their marks and titles, and where on them a place of their scales is. */
final class AxesDrawing {

  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
  static final Font TITLE = TEXT.deriveFont(14f);

  private static final Font HEADLINE = TEXT.deriveFont(Font.BOLD, 15f);
  private static final Color GRID = new Color(0xe0e0e0);
  private static final Color FRAME = new Color(0x606060);
  private static final Color INK = new Color(0x202020);
  private static final int SPACE = 10;
  private static final int TICK = 4;

  /**
   * What is written about the axes.
   *
   * @param headline above them
   * @param x below the lower one
   * @param y beside the left one
   */
  record Titles(String headline, String x, String y) {}

  private final Titles titles;
  private final Scale x;
  private final Scale y;
  private final Rectangle2D area;
  private final double padding;
  private final double bottomPadding;

  private AxesDrawing(
      Titles titles, Scale x, Scale y, Rectangle2D area, double padding, double bottomPadding) {
    this.titles = titles;
    this.x = x;
    this.y = y;
    this.area = area;
    this.padding = padding;
    this.bottomPadding = bottomPadding;
  }

  /**
   * Axes as large as there is room for.
   *
   * @param right how many pixels stay free to the right
   * @param padding which part of an axis stays free at each of its ends
   * @param bottomPadding the same for the lower end of the left axis
   */
  static AxesDrawing fit(
      Graphics2D graphics,
      Titles titles,
      Scale x,
      Scale y,
      double right,
      double padding,
      double bottomPadding) {
    FontMetrics text = graphics.getFontMetrics(TEXT);
    double title = graphics.getFontMetrics(TITLE).getHeight();
    double left = SPACE + title + SPACE + widest(text, y) + SPACE;
    double top = SPACE + graphics.getFontMetrics(HEADLINE).getHeight() + SPACE;
    double bottom = SPACE + title + TICK + text.getHeight() + SPACE;
    Rectangle2D area =
        new Rectangle2D.Double(
            left, top, Drawing.WIDTH - left - right, Drawing.HEIGHT - top - bottom);
    return new AxesDrawing(titles, x, y, area, padding, bottomPadding);
  }

  private static double widest(FontMetrics text, Scale scale) {
    double widest = 0;
    for (double mark : scale.marks(0.1)) {
      widest = Math.max(widest, text.stringWidth(scale.label(mark)));
    }
    return widest;
  }

  /** The rectangle between the axes, in pixels. */
  Rectangle2D area() {
    return area;
  }

  /** The pixel of a place of the lower axis. */
  double across(double place) {
    return area.getX() + area.getWidth() * (padding + (1 - 2 * padding) * part(x, place));
  }

  /** The pixel of a place of the left axis. */
  double up(double place) {
    double used = 1 - padding - bottomPadding;
    return area.getMaxY() - area.getHeight() * (bottomPadding + used * part(y, place));
  }

  private static double part(Scale scale, double place) {
    double length = scale.end() - scale.begin();
    return length > 0 ? (place - scale.begin()) / length : 0.5;
  }

  /** Draws what is behind the numbers. */
  void paintBehind(Graphics2D graphics) {
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Double(0, 0, Drawing.WIDTH, Drawing.HEIGHT));
    graphics.setColor(GRID);
    graphics.setStroke(new BasicStroke(1));
    for (double mark : acrossMarks(graphics)) {
      double at = across(mark);
      graphics.draw(new Line2D.Double(at, area.getY(), at, area.getMaxY()));
    }
    for (double mark : upMarks()) {
      double at = up(mark);
      graphics.draw(new Line2D.Double(area.getX(), at, area.getMaxX(), at));
    }
  }

  /** Draws what is around the numbers. */
  void paintAround(Graphics2D graphics) {
    graphics.setColor(FRAME);
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(area);
    FontMetrics text = graphics.getFontMetrics(TEXT);
    graphics.setFont(TEXT);
    for (double mark : acrossMarks(graphics)) {
      double at = across(mark);
      graphics.setColor(FRAME);
      graphics.draw(new Line2D.Double(at, area.getMaxY(), at, area.getMaxY() + TICK));
      graphics.setColor(INK);
      middle(graphics, x.label(mark), at, area.getMaxY() + TICK + text.getAscent() + 2);
    }
    for (double mark : upMarks()) {
      double at = up(mark);
      String label = y.label(mark);
      graphics.setColor(FRAME);
      graphics.draw(new Line2D.Double(area.getX() - TICK, at, area.getX(), at));
      graphics.setColor(INK);
      graphics.drawString(
          label,
          (float) (area.getX() - TICK - 3 - text.stringWidth(label)),
          (float) (at + text.getAscent() / 2.0 - 1));
    }
    paintTitles(graphics);
  }

  private void paintTitles(Graphics2D graphics) {
    graphics.setColor(INK);
    graphics.setFont(HEADLINE);
    middle(
        graphics,
        titles.headline(),
        Drawing.WIDTH / 2.0,
        SPACE + graphics.getFontMetrics().getAscent());
    graphics.setFont(TITLE);
    middle(graphics, titles.x(), area.getCenterX(), Drawing.HEIGHT - SPACE);
    AffineTransform before = graphics.getTransform();
    graphics.rotate(-Math.PI / 2);
    middle(graphics, titles.y(), -area.getCenterY(), SPACE + graphics.getFontMetrics().getAscent());
    graphics.setTransform(before);
  }

  private static void middle(Graphics2D graphics, String text, double x, double y) {
    double width = graphics.getFontMetrics().stringWidth(text);
    graphics.drawString(text, (float) (x - width / 2), (float) y);
  }

  private List<Double> upMarks() {
    double used = 1 - padding - bottomPadding;
    return y.marks(Math.min(padding, bottomPadding) / used);
  }

  /** The marks of the lower axis, so many of them that their labels do not touch. */
  private List<Double> acrossMarks(Graphics2D graphics) {
    double widest = widest(graphics.getFontMetrics(TEXT), x) + SPACE;
    List<Double> marks = x.marks(padding / (1 - 2 * padding));
    int every = 1;
    while (every < marks.size() && every * (across(1) - across(0)) < widest) {
      every++;
    }
    List<Double> shown = new ArrayList<>();
    for (double mark : marks) {
      if (mark % every == 0) {
        shown.add(mark);
      }
    }
    return shown;
  }
}
