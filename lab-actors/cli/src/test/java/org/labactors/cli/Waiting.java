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

  /** A run file with so many trials, none of which fails, under the tag {@code squares}. */
  static String runFile(int milliseconds, int trials) {
    return """
        study {
          tag        = squares
          experiment = { class = org.labactors.cli.Waiting, milliseconds = %d, failFrom = 1000000 }
          parameters { x { from = 1, to = %d, step = 1 } }
        }
        """
        .formatted(milliseconds, trials);
  }

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
