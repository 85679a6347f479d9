package org.labactors.experiments;

import java.util.random.RandomGenerator;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * E02: π by throwing darts. A dart thrown at random into the unit square hits the quarter disc in
 * it with probability π/4, so four times the part of the darts that hit is an estimate of π. It
 * shows replicates, and random numbers that belong to the trial.
 *
 * <p>The estimate is unbiased: the mean over replicates is π, whatever the number of samples n. Its
 * standard deviation is √(π(4 − π)/n) ≈ 1.642/√n: a hundred times the samples for one more digit.
 * Both follow from the binomial distribution of the hits.
 *
 * <pre>
 * ./lab run config/studies/pi.conf
 * sqlite3 pi.db 'SELECT samples, count(*), avg(pi), avg(abs(pi - 3.14159265)) FROM pi GROUP BY 1'
 * </pre>
 */
public record Pi() implements Experiment {

  private static final int SAMPLES_BETWEEN_LOOKS = 1 << 16;

  /**
   * Takes {@code samples}, a whole number of at least 1; measures {@code pi}, from 0 to 4.
   *
   * @throws IllegalArgumentException if {@code samples} is less than 1
   */
  @Override
  public Values run(Trial trial) throws InterruptedException {
    long samples = trial.getLong("samples");
    if (samples < 1) {
      throw new IllegalArgumentException(
          "the parameter 'samples' is " + samples + "; it must be at least 1");
    }
    RandomGenerator random = trial.random();
    long hits = 0;
    for (long sample = 0; sample < samples; sample++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      if (x * x + y * y < 1) {
        hits++;
      }
      if (sample % SAMPLES_BETWEEN_LOOKS == 0 && trial.isCancelled()) {
        throw new InterruptedException("called off after " + sample + " samples");
      }
    }
    return Values.of("pi", 4.0 * hits / samples);
  }
}
