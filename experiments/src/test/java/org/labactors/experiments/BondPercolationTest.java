package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.experiment.Trial;
import org.labactors.study.Study;

class BondPercolationTest {

  /** One run in a thousand would be outside by chance; the seed is fixed, so none is. */
  private static final double ALPHA = 0.001;

  private static final int REPLICATES = 2_000;

  private static List<Measurement> measurements = List.of();

  @BeforeAll
  static void measure() {
    measurements =
        Measurement.allOf(
            Study.of(new BondPercolation())
                .with("size", 2, 8, 16, 64)
                .replicates(REPLICATES)
                .seed(3));
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 8, 16, 64})
  void theMeanThresholdIsOneHalfWhateverTheSize(long size) {
    double[] thresholds = thresholds(size);

    Interval mean =
        NormalConfidenceInterval.MEAN.fromErrorRate(
            Measurement.meanOf(thresholds),
            Variance.of(thresholds).getAsDouble(),
            REPLICATES,
            ALPHA);

    assertThat(0.5).isBetween(mean.getLowerBound(), mean.getUpperBound());
    assertThat(mean.getUpperBound() - mean.getLowerBound()).isLessThan(0.04);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 8, 16, 64})
  void atOneHalfACrossingIsAsLikelyAsNot(long size) {
    double[] thresholds = thresholds(size);
    int below = (int) Arrays.stream(thresholds).filter(each -> each < 0.5).count();
    int above = (int) Arrays.stream(thresholds).filter(each -> each > 0.5).count();

    Interval probability =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(below + above, below, ALPHA);

    assertThat(0.5).isBetween(probability.getLowerBound(), probability.getUpperBound());
  }

  @Test
  void theSpreadShrinksWithTheExponentOfTheCorrelationLength() {
    double spreadAt16 = StandardDeviation.of(thresholds(16)).getAsDouble();
    double spreadAt64 = StandardDeviation.of(thresholds(64)).getAsDouble();

    double exponent = Math.log(spreadAt16 / spreadAt64) / Math.log(64.0 / 16);

    assertThat(exponent).isBetween(0.75 - 0.06, 0.75 + 0.06);
  }

  @Test
  void aLatticeOfSizeTwoNeedsTwoToFourOfItsFiveBonds() {
    double[] thresholds = thresholds(2);

    assertThat(thresholds).contains(2 / 6.0, 3 / 6.0, 4 / 6.0);
    assertThat(Arrays.stream(thresholds).distinct().count()).isEqualTo(3);
  }

  @Test
  void aSizeOutOfRangeIsRefused() {
    Trial trial = Trial.at(Map.of("size", 1));

    assertThatThrownBy(() -> new BondPercolation().run(trial))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the parameter 'size' is 1; it must be from 2 to 32000");
  }

  private static double[] thresholds(long size) {
    return Measurement.valuesOf("threshold", measurements, each -> each.isAt("size", size));
  }
}
