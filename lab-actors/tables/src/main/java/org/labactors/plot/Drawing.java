package org.labactors.plot;

import java.awt.Graphics2D;

/** A picture that can be drawn on anything. */
interface Drawing {

  /** Its width in pixels. */
  int WIDTH = 800;

  /** Its height in pixels. */
  int HEIGHT = 560;

  /** Draws it with its upper left corner at the origin. */
  void paint(Graphics2D graphics);
}
