package org.labactors.golden;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * A parameter with noise.
 *
 * @param spread the most that is added to it
 */
public record Noise(double spread) implements Experiment {

  /** How long a trial takes, in milliseconds; not part of the study. */
  static volatile long pause;

  @Override
  public Values run(Trial trial) throws Exception {
    Thread.sleep(pause);
    double noise = spread * trial.random().nextDouble();
    return Values.of("z", trial.getDouble("x") + noise, "seed", trial.seed());
  }
}
