package org.labactors.internal.code;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** An experiment on the class path, of which a test sends another version. */
record Own(int factor) implements Experiment {

  @Override
  public Values run(Trial trial) {
    return Values.of("version", "the node's own");
  }
}
