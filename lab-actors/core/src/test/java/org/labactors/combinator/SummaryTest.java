package org.labactors.combinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.labactors.combinator.Samples.Diary;
import org.labactors.combinator.Samples.FailingNowAndThen;
import org.labactors.combinator.Samples.Gauss;
import org.labactors.combinator.Samples.Listed;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.LifeCycle;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

class SummaryTest {

  private static Result result(Experiment experiment) {
    return result(experiment, 0);
  }

  private static Result result(Experiment experiment, long seed) {
    Trial trial = new Trial(0, Point.of(Map.of("mu", 0)), 0, seed, () -> false);
    return new LifeCycle(InstantSource.system(), System::nanoTime).run(experiment, trial);
  }

  /** One row for each value of z. */
  private static Experiment rows(Object... values) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Object value : values) {
      Map<String, Object> row = new HashMap<>();
      row.put("z", value);
      rows.add(row);
    }
    return trial -> Values.rows(rows);
  }

  private static Map<String, Object> summary(Object... values) {
    return result(new Summary(rows(values), "z")).rows().get(0);
  }

  private static double number(Map<String, Object> row, String name) {
    return (Double) row.get(name);
  }

  @Test
  void theStatisticsOfOneToFiveAreThoseOfTheTextbook() {
    Map<String, Object> row = summary(1, 2, 3, 4, 5);

    assertThat(row.keySet())
        .containsExactly(
            "z_mean",
            "z_median",
            "z_variance",
            "z_standard_error",
            "z_confidence_low",
            "z_confidence_high",
            "z_min",
            "z_max",
            "z_count");
    assertThat(row)
        .containsEntry("z_mean", 3.0)
        .containsEntry("z_median", 3.0)
        .containsEntry("z_variance", 2.5)
        .containsEntry("z_standard_error", Math.sqrt(0.5))
        .containsEntry("z_min", 1.0)
        .containsEntry("z_max", 5.0)
        .containsEntry("z_count", 5L);
    // Student's t with 4 degrees of freedom: 97.5 % are below 2.7764451.
    assertThat(number(row, "z_confidence_low"))
        .isCloseTo(3 - 2.7764451052 * Math.sqrt(0.5), within(1e-9));
    assertThat(number(row, "z_confidence_high"))
        .isCloseTo(3 + 2.7764451052 * Math.sqrt(0.5), within(1e-9));
  }

  /** The data set NumAcc4 of the NIST: its mean is 10000000.2, its standard deviation 0.1. */
  @Test
  void aSmallSpreadAroundALargeMeanIsExact() {
    List<Object> values = new ArrayList<>(List.of(10000000.2));
    for (int i = 0; i < 500; i++) {
      values.add(10000000.1);
      values.add(10000000.3);
    }

    Map<String, Object> row = summary(values.toArray());

    assertThat(number(row, "z_mean")).isCloseTo(10000000.2, within(2e-9));
    assertThat(Math.sqrt(number(row, "z_variance"))).isCloseTo(0.1, within(1e-9));
  }

  @Test
  void valuesOfKnownDistributionsHaveTheirMomentsAndMedians() {
    Experiment known =
        trial ->
            Values.of(
                "uniform",
                trial.random().nextDouble(),
                "exponential",
                trial.random().nextExponential(),
                "gauss",
                2 + 3 * trial.random().nextGaussian());

    Map<String, Object> row = result(new Summary(new Repeated(known, 200_000))).rows().get(0);

    // Each within five times its standard error.
    assertThat(number(row, "uniform_mean")).isCloseTo(0.5, within(0.0033));
    assertThat(number(row, "uniform_variance")).isCloseTo(1.0 / 12, within(0.0009));
    assertThat(number(row, "exponential_median")).isCloseTo(Math.log(2), within(0.0112));
    assertThat(number(row, "exponential_variance")).isCloseTo(1, within(0.0317));
    assertThat(number(row, "gauss_mean")).isCloseTo(2, within(0.0336));
    assertThat(number(row, "gauss_variance")).isCloseTo(9, within(0.1424));
    assertThat(number(row, "gauss_standard_error")).isCloseTo(3 / Math.sqrt(2e5), within(1e-4));
  }

  @Test
  void theIntervalHoldsTheMeanAsOftenAsItSays() {
    int held = 0;
    for (long seed = 0; seed < 4_000; seed++) {
      Summary summary = new Summary(new Repeated(new Gauss(), 5)).confidence(0.8);
      Map<String, Object> row = result(summary, seed).rows().get(0);
      if (number(row, "z_confidence_low") <= 0 && 0 <= number(row, "z_confidence_high")) {
        held++;
      }
    }

    assertThat(held / 4_000.0).isCloseTo(0.8, within(0.02));
  }

  @Test
  void aRepetitionThatFailsIsLeftOutAndCounted() {
    int n = 1_000;
    List<Long> successful = new ArrayList<>();
    Trial same = Trial.at(Map.of("mu", 0));
    for (int i = 0; i < n; i++) {
      long drawn = same.random().nextInt(10);
      if (drawn > 0) {
        successful.add(drawn);
      }
    }

    Result result = result(new Summary(new Repeated(new FailingNowAndThen(10), n), "z"));

    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(successful).hasSizeBetween(850, 950);
    assertThat(result.metadata())
        .containsEntry("runs", 1_000L)
        .containsEntry("failed_runs", 1_000L - successful.size())
        .containsEntry("first_failure", "java.lang.IllegalStateException: drew 0");
    assertThat(result.rows().get(0)).containsEntry("z_count", (long) successful.size());
    assertThat(number(result.rows().get(0), "z_mean"))
        .isCloseTo(
            successful.stream().mapToLong(each -> each).average().orElseThrow(), within(1e-12));
  }

  @Test
  void ifAllRepetitionsFailSoDoesTheTrial() {
    Result result = result(new Summary(new Repeated(new FailingNowAndThen(1), 3)));

    assertThat(result.status()).isEqualTo(Status.FAILED);
    assertThat(result.failure().exception())
        .isEqualTo(
            "org.labactors.combinator.RepetitionException: all 3 runs failed, the first:"
                + " java.lang.IllegalStateException: drew 0");
    assertThat(result.metadata()).containsEntry("failed_runs", 3L);
  }

  @Test
  void anExperimentOfSeveralRowsNeedNotBeRepeated() {
    Diary diary = new Diary(-1);

    Result result = result(new Summary(diary, "step"));

    assertThat(result.rows().get(0))
        .containsEntry("step_mean", 0.5)
        .containsEntry("step_count", 2L);
    assertThat(result.metadata()).containsEntry("runs", 1L).containsEntry("failed_runs", 0L);
    assertThat(result.derived()).containsEntry("same", "for all");
    assertThat(diary.entries).containsExactly("setUp", "run", "tearDown");
  }

  @Test
  void whatIsMissingOrNoNumberAtAllIsLeftOut() {
    Map<String, Object> row = summary(1, null, Double.NaN, 4);

    assertThat(row).containsEntry("z_mean", 2.5).containsEntry("z_count", 2L);
  }

  @Test
  void whatIsNotDefinedForSoFewValuesIsNull() {
    Map<String, Object> one = summary(7);
    Map<String, Object> none = summary(Double.NaN, null);

    assertThat(one)
        .containsEntry("z_mean", 7.0)
        .containsEntry("z_variance", null)
        .containsEntry("z_standard_error", null)
        .containsEntry("z_confidence_low", null);
    assertThat(none)
        .containsEntry("z_count", 0L)
        .containsEntry("z_mean", null)
        .containsEntry("z_median", null)
        .containsEntry("z_max", null);
  }

  @Test
  void valuesThatAreAllTheSameHaveAnIntervalWithoutWidth() {
    Map<String, Object> row = summary(2, 2, 2);

    assertThat(row)
        .containsEntry("z_variance", 0.0)
        .containsEntry("z_confidence_low", 2.0)
        .containsEntry("z_confidence_high", 2.0);
  }

  @Test
  void withoutNamesAllThatAreNumbersInEveryRowAreSummarised() {
    Values first = Values.of("a", 1, "name", "x", "mixed", 1);
    Values second = Values.of("a", 2.5, "name", "y", "mixed", "two");

    Result result = result(new Summary(new Repeated(new Listed(first, second), 2)));

    assertThat(result.rows().get(0).keySet()).allMatch(name -> name.startsWith("a_")).hasSize(9);
  }

  @Test
  void theValuesAreKeptOnRequestInTheOrderOfTheRows() {
    Summary summary = new Summary(rows(3, 1, 2.5), "z").keepingRows();

    assertThat(result(summary).rows().get(0)).containsEntry("z_values", List.of(3.0, 1.0, 2.5));
  }

  @Test
  void aNameThatIsNoResultIsRefusedWithThoseThatAre() {
    assertThat(result(new Summary(rows(1, 2), "sise")).failure().exception())
        .isEqualTo(
            "java.lang.IllegalArgumentException: there is no result 'sise' in the 2 rows; there"
                + " are [z]");
    assertThat(result(new Summary(rows(1, "two"), "z")).failure().exception())
        .isEqualTo(
            "java.lang.IllegalArgumentException: the result 'z' is two, not a number; it cannot be"
                + " summarised");
    assertThat(result(new Summary(rows("one", "two"))).failure().exception())
        .isEqualTo(
            "java.lang.IllegalArgumentException: there is no result to summarise: none is a number"
                + " in all of the 2 rows; there are [z]");
  }

  @Test
  void aWrongLevelAndANameGivenTwiceAreRefused() {
    assertThatThrownBy(() -> new Summary(new Gauss()).confidence(95))
        .hasMessage("confidence is 95.0; it must be between 0 and 1, such as 0.95");
    assertThatThrownBy(() -> new Summary(new Gauss(), "z", "z"))
        .hasMessage("names has 'z' twice; name each once");
  }

  @Test
  void summariesNest() {
    Experiment means = new Summary(new Repeated(new Gauss(), 100), "z");

    Map<String, Object> row = result(new Summary(new Repeated(means, 400), "z_mean")).rows().get(0);

    // The means of 100 values have a hundredth of their variance.
    assertThat(number(row, "z_mean_variance")).isCloseTo(0.01, within(0.0036));
    assertThat(row).containsEntry("z_mean_count", 400L);
  }
}
