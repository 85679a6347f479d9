package org.labactors.cli;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Measures a text of so many megabytes. */
record Bulky(int megabytes) implements Experiment {

  @Override
  public Values run(Trial trial) {
    char letter = (char) ('a' + trial.getLong("n") % 26);
    return Values.of("text", String.valueOf(letter).repeat(megabytes << 20));
  }
}
