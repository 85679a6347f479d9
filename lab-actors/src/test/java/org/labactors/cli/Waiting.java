package org.labactors.cli;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Sleeps, and fails where the parameter {@code x} is as large as {@code failFrom}.
 *
 * @param milliseconds how long each trial takes
 * @param failFrom the smallest {@code x} at which it fails
 */
record Waiting(int milliseconds, double failFrom) implements Experiment {

  @Override
  public Values run(Trial trial) throws InterruptedException {
    Thread.sleep(milliseconds);
    double x = trial.getDouble("x");
    if (x >= failFrom) {
      throw new IllegalStateException("x is " + x);
    }
    return Values.of("y", x * x);
  }
}
