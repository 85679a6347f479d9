package org.labactors.experiments;

import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * E01: a function of two variables, z = sin √(x² + y²), the first tutorial of epyc. It shows the
 * least that an experiment is: take parameters, return a value.
 *
 * <p>Over [−2π, 2π]² with 100 values for each of x and y there are 10,000 points, and z runs from
 * −0.9999954417163559, next to the circle of radius 3π/2, to 0.9999945913843633, next to those of
 * π/2 and 5π/2.
 *
 * <p>The sine is {@link StrictMath}'s: the last bit of {@link Math#sin} may differ from one machine
 * to the next, and the same study is to give the same results on all of them.
 *
 * <pre>
 * ./lab run config/studies/curve.conf
 * sqlite3 curve.db 'SELECT count(*), min(z), max(z) FROM curve'
 * </pre>
 */
public record Curve() implements Experiment {

  /** Takes {@code x} and {@code y}, any numbers; measures {@code z}, from −1 to 1. */
  @Override
  public Values run(Trial trial) {
    double x = trial.getDouble("x");
    double y = trial.getDouble("y");
    return Values.of("z", StrictMath.sin(Math.sqrt(x * x + y * y)));
  }
}
