package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.statistics.descriptive.Variance;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;
import org.apache.commons.statistics.interval.NormalConfidenceInterval;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Trial;
import org.labactors.study.Study;

class EpidemicTest {

  /** One run in a thousand would be outside by chance; the seed is fixed, so none is. */
  private static final double ALPHA = 0.001;

  private static final int NODES = 1_000;
  private static final int DEGREE = 4;
  private static final Study STUDY = Study.of(new Epidemic(NODES, DEGREE)).seed(4);

  @Test
  void belowTheThresholdTheMeanOutbreakGrowsTowardsTheThresholdOfTheory() {
    double[] betas = {0.25 / DEGREE, 0.5 / DEGREE, 0.75 / DEGREE};
    int replicates = 1_000;
    Study study =
        STUDY
            .with("network", "erdos-renyi")
            .with("beta", betas[0], betas[1], betas[2])
            .replicates(replicates);

    List<Measurement> measurements = Measurement.allOf(study);

    double[] reciprocals = new double[betas.length];
    for (int i = 0; i < betas.length; i++) {
      Object beta = betas[i];
      double[] cases = Measurement.valuesOf("size", measurements, each -> each.isAt("beta", beta));
      for (int j = 0; j < cases.length; j++) {
        cases[j] *= NODES;
      }
      double mean = Measurement.meanOf(cases);
      Interval interval =
          NormalConfidenceInterval.MEAN.fromErrorRate(
              mean, Variance.of(cases).getAsDouble(), replicates, ALPHA);
      assertThat(1 / (1 - betas[i] * DEGREE))
          .isBetween(interval.getLowerBound(), interval.getUpperBound());
      reciprocals[i] = 1 / mean;
    }
    // 1/mean falls in a straight line to 0 at the threshold.
    double slope = (reciprocals[2] - reciprocals[0]) / (betas[2] - betas[0]);
    double threshold = betas[1] - reciprocals[1] / slope;
    assertThat(threshold).isCloseTo(1.0 / DEGREE, within(0.02));
  }

  @Test
  void aboveTheThresholdAnEpidemicComesAboutAndSpreadsWithTheProbabilityOfTheory() {
    double beta = 2.0 / DEGREE;
    double theory = 0.796812; // solves S = 1 - exp(-2 S)
    int replicates = 1_000;
    Study study = STUDY.with("network", "erdos-renyi").with("beta", beta).replicates(replicates);

    List<Measurement> measurements = Measurement.allOf(study);

    double[] epidemics =
        Measurement.valuesOf("size", measurements, each -> each.value("size") > 0.1);
    Interval probability =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(replicates, epidemics.length, ALPHA);
    assertThat(theory).isBetween(probability.getLowerBound(), probability.getUpperBound());
    assertThat(Measurement.meanOf(epidemics)).isCloseTo(theory, within(0.01));
  }

  @Test
  void networksOfUnequalDegreesHaveTheLowerThreshold() {
    Study study =
        STUDY
            .with("network", "karate", "erdos-renyi", "barabasi-albert", "watts-strogatz")
            .with("beta", 0.5)
            .replicates(20);

    List<Measurement> measurements = Measurement.allOf(study);

    assertThat(thresholds(measurements, "karate")).containsOnly(156.0 / (1212 - 156));
    assertThat(thresholds(measurements, "erdos-renyi"))
        .allMatch(each -> each > 0.24 && each < 0.26);
    // One network's threshold hangs on its few largest hubs; their mean does not.
    List<Double> scaleFree = thresholds(measurements, "barabasi-albert");
    assertThat(scaleFree).allMatch(each -> each < 0.24);
    assertThat(scaleFree.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
        .isBetween(0.09, 0.12);
    assertThat(thresholds(measurements, "watts-strogatz")).allMatch(each -> each > 0.28);
  }

  @Test
  void anOutbreakOnAPathEndsWhereItTakesNoStep() {
    int[][] path = {{1}, {0, 2}, {1}};
    Random random = new Random(4);
    int fromAnEnd = 0;
    int[] outcomes = new int[4];
    for (int i = 0; i < 30_000; i++) {
      Outbreak outbreak = Outbreak.run(path, 0.3, random);
      outcomes[outbreak.cases()]++;
      fromAnEnd += outbreak.generations() == 3 ? 1 : 0;
    }

    // From an end, two times in three: 0.7, 0.3·0.7, 0.3·0.3; from the middle: 0.7², 2·0.3·0.7,
    // 0.3².
    assertProbability(outcomes[1], 0.7 * 2 / 3 + 0.49 / 3);
    assertProbability(outcomes[2], 0.21 * 2 / 3 + 0.42 / 3);
    assertProbability(outcomes[3], 0.09);
    assertProbability(fromAnEnd, 0.09 * 2 / 3);
  }

  @Test
  void whatIsCertainReachesEverybodyAndWhatIsImpossibleNobody() {
    Study study = STUDY.with("network", "karate").with("beta", 0, 1).replicates(10);

    List<Measurement> measurements = Measurement.allOf(study);

    assertThat(Measurement.valuesOf("size", measurements, each -> each.isAt("beta", 1L)))
        .containsOnly(1);
    assertThat(Measurement.valuesOf("size", measurements, each -> each.isAt("beta", 0L)))
        .containsOnly(1 / 34.0);
  }

  @Test
  void aProbabilityOutOfRangeIsRefused() {
    Trial trial = Trial.at(Map.of("network", "karate", "beta", 1.5));

    assertThatThrownBy(() -> new Epidemic(NODES, DEGREE).run(trial))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the parameter 'beta' is 1.5; it must be from 0 to 1");
  }

  @Test
  void networksThatCannotBeMadeAreRefused() {
    assertThatThrownBy(() -> new Epidemic(100, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("degree is 5; it must be an even number of at least 2");
    assertThatThrownBy(() -> new Epidemic(4, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nodes is 4; it must be more than degree, which is 4");
  }

  private static List<Double> thresholds(List<Measurement> measurements, String network) {
    return measurements.stream()
        .filter(each -> each.isAt("network", network))
        .map(each -> (Double) each.derived().get("critical_beta"))
        .toList();
  }

  private static void assertProbability(int successes, double theory) {
    Interval interval =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(30_000, successes, ALPHA);
    assertThat(theory).isBetween(interval.getLowerBound(), interval.getUpperBound());
  }
}
