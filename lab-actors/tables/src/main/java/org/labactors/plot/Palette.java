package org.labactors.plot;

import java.awt.BasicStroke;
import java.awt.Color;

/** Colours that those can tell apart too who do not see all of them. */
final class Palette {

  /** For series (Okabe and Ito, 2008), without yellow, which is too pale for a line. */
  private static final int[] SERIES = {
    0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000
  };

  /** From the least to the greatest value of a heat map (viridis, 2015). */
  private static final int[] HEAT = {
    0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b,
    0xfde725
  };

  private static final float[][] DASHES = {{}, {7, 4}, {2, 3}, {9, 3, 2, 3}};

  private Palette() {}

  static Color series(int number) {
    return new Color(SERIES[number % SERIES.length]);
  }

  /** The same colour, but what lies below shows through. */
  static Color faint(Color colour) {
    return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 50);
  }

  /** A line, dashed when all colours are used up. */
  static BasicStroke stroke(int number) {
    float[] dashes = DASHES[number / SERIES.length % DASHES.length];
    return dashes.length == 0
        ? new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
        : new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
  }

  /**
   * The colour of a value in a heat map.
   *
   * @param part where it lies between the least, 0, and the greatest value, 1
   */
  static Color heat(double part) {
    double place = Math.max(0, Math.min(1, part)) * (HEAT.length - 1);
    int below = (int) Math.min(HEAT.length - 2, Math.floor(place));
    Color from = new Color(HEAT[below]);
    Color to = new Color(HEAT[below + 1]);
    double rest = place - below;
    return new Color(
        between(from.getRed(), to.getRed(), rest),
        between(from.getGreen(), to.getGreen(), rest),
        between(from.getBlue(), to.getBlue(), rest));
  }

  private static int between(int from, int to, double part) {
    return (int) Math.round(from + (to - from) * part);
  }
}
