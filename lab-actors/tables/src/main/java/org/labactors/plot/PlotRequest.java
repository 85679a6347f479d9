package org.labactors.plot;

import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to see. What is null is left to {@link Choice}.
 *
 * @param kind the kind of picture
 * @param x the name of what goes to the right
 * @param y the name of what goes up; of a histogram, what is counted
 * @param z the name of what a heat map shows by colour
 * @param by the name of what tells one series from another
 */
public record PlotRequest(
    @Nullable Kind kind,
    @Nullable String x,
    @Nullable String y,
    @Nullable String z,
    @Nullable String by) {

  /** The kinds of pictures. */
  public enum Kind {
    /** Means over a parameter, with their confidence intervals. */
    LINES,
    /** A point for each row. */
    SCATTER,
    /** Means over two parameters, as colours. */
    HEAT_MAP,
    /** How often values of one column occur. */
    HISTOGRAM
  }

  /** Leaves everything open. */
  public static final PlotRequest ANY = new PlotRequest(null, null, null, null, null);
}
