package org.labactors.design;

import org.labactors.experiment.Point;

/**
 * Chooses the points of a parameter space at which the experiment runs. A design is two functions,
 * not a list, so a study of 10⁹ points takes no more memory than one of ten. The points are
 * numbered in <em>standard order</em>, from 0.
 *
 * <p>A design of one's own is a named class that Jackson can write and read (a record, say); in a
 * run file it is {@code design = { class = …, and its own fields }}.
 */
public interface Design {

  /**
   * The number of points.
   *
   * @throws IllegalArgumentException if the space does not fit this design, or the number exceeds
   *     2⁶³−1; the text names the parameters at fault
   */
  long size(ParameterSpace space);

  /**
   * The point at an index. Called by several threads at once.
   *
   * @param index from 0 to {@code size(space) - 1}
   */
  Point point(ParameterSpace space, long index);
}
