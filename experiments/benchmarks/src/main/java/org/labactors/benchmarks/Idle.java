package org.labactors.benchmarks;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Does nothing and measures nothing: what is left is what the lab itself costs. */
public record Idle() implements Experiment {

  @Override
  public Values run(Trial trial) {
    return Values.none();
  }
}
