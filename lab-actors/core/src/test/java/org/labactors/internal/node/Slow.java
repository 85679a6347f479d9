package org.labactors.internal.node;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Takes its time, and measures a square and a random number. */
public record Slow(int milliseconds) implements Experiment {

  @Override
  public Values run(Trial trial) throws InterruptedException {
    Thread.sleep(milliseconds);
    long n = trial.getLong("n");
    return Values.of("square", n * n, "draw", trial.random().nextDouble());
  }
}
