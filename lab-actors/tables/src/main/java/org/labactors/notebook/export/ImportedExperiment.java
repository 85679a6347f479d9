package org.labactors.notebook.export;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Stands for an experiment that was run elsewhere, in a study whose results were imported.
 *
 * @param name what it was called there, such as the name of a class in Python
 */
public record ImportedExperiment(String name) implements Experiment {

  /**
   * Refuses to run.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public Values run(Trial trial) {
    throw new UnsupportedOperationException(
        "the experiment '" + name + "' was imported with its results; it cannot be run here");
  }
}
