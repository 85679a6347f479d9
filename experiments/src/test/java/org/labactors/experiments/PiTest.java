package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.interval.Interval;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.experiment.Trial;
import org.labactors.study.Study;

class PiTest {

  /** One run in a thousand would be outside by chance; the seed is fixed, so none is. */
  private static final double ALPHA = 0.001;

  private static final int REPLICATES = 2_000;

  @ParameterizedTest
  @ValueSource(longs = {10, 100, 1_000, 10_000})
  void theEstimateIsUnbiasedAndItsErrorShrinksWithTheRootOfTheSamples(long samples) {
    Study study = Study.of(new Pi()).with("samples", samples).replicates(REPLICATES).seed(2);

    List<Measurement> measurements = Measurement.allOf(study);

    double[] estimates = Measurement.valuesOf("pi", measurements, each -> true);
    double mean = Measurement.meanOf(estimates);
    double variance = Variance.of(estimates).getAsDouble();
    Interval forPi = NormalConfidenceInterval.MEAN.fromErrorRate(mean, variance, REPLICATES, ALPHA);
    assertThat(Math.PI).isBetween(forPi.getLowerBound(), forPi.getUpperBound());
    Interval forVariance =
        NormalConfidenceInterval.VARIANCE.fromErrorRate(mean, variance, REPLICATES, ALPHA);
    assertThat(Math.PI * (4 - Math.PI) / samples)
        .isBetween(forVariance.getLowerBound(), forVariance.getUpperBound());
  }

  @Test
  void thereIsNoEstimateWithoutSamples() {
    Trial trial = Trial.at(Map.of("samples", 0));

    assertThatThrownBy(() -> new Pi().run(trial))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the parameter 'samples' is 0; it must be at least 1");
  }

  @Test
  void aTrialThatIsCalledOffEnds() {
    Trial trial =
        new Trial(0, Trial.at(Map.of("samples", Long.MAX_VALUE)).point(), 0, 2, () -> true);

    assertThatThrownBy(() -> new Pi().run(trial))
        .isInstanceOf(InterruptedException.class)
        .hasMessage("called off after 0 samples");
  }
}
