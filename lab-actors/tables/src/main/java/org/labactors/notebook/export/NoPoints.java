package org.labactors.notebook.export;

import org.labactors.design.Design;
import org.labactors.design.ParameterSpace;
import org.labactors.experiment.Point;

/** The design of an imported result set that has no results. */
public record NoPoints() implements Design {

  @Override
  public long size(ParameterSpace space) {
    return 0;
  }

  @Override
  public Point point(ParameterSpace space, long index) {
    throw new IndexOutOfBoundsException("there is no point " + index);
  }
}
