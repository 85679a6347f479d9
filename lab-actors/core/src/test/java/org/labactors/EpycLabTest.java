package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.combinator.Repeated;
import org.labactors.combinator.Summary;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/**
 * What epyc's own tests ask of labs, asked of this one; epyc.md says which of them is held here.
 */
@Timeout(60)
class EpycLabTest {

  /** Adds up its parameters. */
  record Sum() implements Experiment {
    @Override
    public Values run(Trial trial) {
      double total = 0;
      for (Object value : trial.point().asMap().values()) {
        total += ((Number) value).doubleValue();
      }
      return Values.of("total", total);
    }
  }

  /** Adds a parameter before it runs. */
  record Adding() implements Experiment {
    @Override
    public void setUp(Trial trial) {
      trial.derive("additional", 10);
    }

    @Override
    public Values run(Trial trial) {
      trial.derive("late", 20);
      return Values.of("total", trial.getLong("k") + trial.getLong("additional"));
    }
  }

  /** Gives back its parameter, and a one. */
  record Echo() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of(Map.of("result", trial.point().asMap().get("x"), "dummy", 1));
    }
  }

  private static List<Row> run(Study study, int engines) throws InterruptedException {
    try (Lab lab = Lab.builder().inMemory().engines(engines).open()) {
      Run run = lab.submit("t", study);
      Progress end = run.await();
      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(run.results().tally().pending()).isZero();
      assertThat(run.results().tally().readyFraction()).isEqualTo(1);
      return run.results().rows(Query.ALL).toList();
    }
  }

  @Test
  void everyCombinationIsRunAndReady() throws Exception {
    Study study =
        Study.of(new Sum())
            .with("a", Range.stepped(0, 9, 1))
            .with("b", Range.stepped(0, 9, 1))
            .seed(1);

    for (int engines : new int[] {1, 2}) {
      List<Row> rows = run(study, engines);

      assertThat(rows).hasSize(100);
      assertThat(rows).extracting(Row::parameters).doesNotHaveDuplicates();
      assertThat(rows)
          .allSatisfy(
              row ->
                  assertThat(row.getDouble("total"))
                      .isEqualTo(row.getDouble("a") + row.getDouble("b")));
    }
  }

  @Test
  void aSingleValueIsThereAtEveryPoint() throws Exception {
    List<Row> rows =
        run(Study.of(new Sum()).with("a", Range.stepped(0, 99, 1)).with("b", 0).seed(1), 1);

    assertThat(rows).hasSize(100);
    assertThat(rows).extracting(row -> row.get("b")).containsOnly(0L);
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.getDouble("total")).isEqualTo(row.getDouble("a")));
  }

  @Test
  void aStringIsOneValue() throws Exception {
    List<Row> rows = run(Study.of(new Echo()).with("x", "A string").seed(1), 1);

    assertThat(rows).extracting(row -> row.get("result")).containsExactly("A string");
  }

  @Test
  void noParametersAreOneTrial() throws Exception {
    List<Row> rows = run(Study.of(new Sum()).seed(1), 1);

    assertThat(rows).extracting(row -> row.get("total")).containsExactly(0.0);
    assertThat(rows.get(0).parameters()).isEmpty();
  }

  @Test
  void aParameterThatAnExperimentAddsIsRecorded() throws Exception {
    List<Row> rows = run(Study.of(new Adding()).with("k", Range.stepped(0, 9, 1)).seed(1), 2);

    assertThat(rows).hasSize(10);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.parameters()).containsEntry("additional", 10L);
              assertThat(row.parameters()).containsEntry("late", 20L);
              assertThat(row.getLong("total")).isEqualTo(row.getLong("k") + 10);
            });
  }

  @Test
  void repetitionsAreRowsOfTheirPoint() throws Exception {
    List<Row> rows = run(Study.of(new Repeated(new Echo(), 10)).with("x", 5, 10, 15).seed(1), 1);

    assertThat(rows).hasSize(30);
    for (long x : new long[] {5, 10, 15}) {
      List<Row> ofPoint = rows.stream().filter(row -> row.parameters().get("x").equals(x)).toList();
      assertThat(ofPoint).extracting(row -> row.get("result")).hasSize(10).containsOnly(x);
      assertThat(ofPoint).extracting(row -> row.metadata().get("repetitions")).containsOnly(10L);
      assertThat(ofPoint)
          .extracting(row -> row.metadata().get("repetition"))
          .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
  }

  @Test
  void aSummaryIsOneRowForEachPoint() throws Exception {
    List<Row> rows =
        run(
            Study.of(new Summary(new Repeated(new Echo(), 10), "result"))
                .with("x", 5, 10, 15)
                .seed(1),
            1);

    assertThat(rows).hasSize(3);
    assertThat(rows)
        .allSatisfy(
            row -> {
              double x = row.getDouble("x");
              for (String statistic : List.of("mean", "median", "min", "max")) {
                assertThat(row.getDouble("result_" + statistic)).isCloseTo(x, withinPercentage(0));
              }
              assertThat(row.getDouble("result_variance")).isZero();
              assertThat(row.results().keySet()).allMatch(name -> name.startsWith("result_"));
              assertThat(row.metadata()).containsEntry("runs", 10L);
              assertThat(row.metadata()).containsEntry("failed_runs", 0L);
            });
  }

  @Test
  void resultsThatAreNoNumbersAreNotSummarised() throws Exception {
    Study words = Study.of(new Summary(new Repeated(new Echo(), 10))).with("x", "hello").seed(1);
    Study named =
        Study.of(new Summary(new Repeated(new Echo(), 10), "result")).with("x", "hello").seed(1);
    Study only =
        Study.of(new Summary(new Repeated(new Echo(), 10), "result"))
            .with("x", Range.of(List.of(List.of(1, 2))))
            .seed(1);

    assertThat(run(words, 1).get(0).results()).containsKey("dummy_mean").hasSizeGreaterThan(4);
    assertThat(run(words, 1).get(0).results().keySet()).allMatch(name -> name.startsWith("dummy_"));
    for (Study failing : List.of(named, only)) {
      Row row = run(failing, 1).get(0);
      assertThat(row.status()).isEqualTo(Status.FAILED);
      assertThat(row.failure().exception()).contains("the result 'result' is ", "not a number");
    }
  }

  @Test
  void anExperimentMayBeCalledWithoutALab() {
    Experiment failing =
        trial -> {
          throw new IllegalStateException("on purpose");
        };

    assertThatThrownBy(() -> failing.run(Trial.at(Map.of("x", 1))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("on purpose");
  }

  @Test
  void thereMayBeMoreEnginesThanCores() throws Exception {
    int engines = Runtime.getRuntime().availableProcessors() + 3;

    try (Lab lab = Lab.builder().inMemory().engines(engines).open()) {
      lab.submit("t", Study.of(new Sum()).with("a", Range.stepped(0, 9, 1))).await();

      assertThat(lab.engines()).isEqualTo(engines);
    }
    try (Lab lab = Lab.open(Lab.MEMORY)) {
      lab.submit("t", Study.of(new Sum()).with("a", Range.stepped(0, 9, 1))).await();

      assertThat(lab.engines()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }
  }
}
