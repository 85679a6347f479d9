package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
 * What becomes of experiments that misbehave, each in one trial among twenty. The other nineteen
 * must have their results, whatever the twentieth does.
 */
@Timeout(60)
class HostileExperimentTest {

  private static final int TRIALS = 20;
  private static final long HOSTILE = 7;

  @TempDir Path folder;
  private Lab lab;
  private volatile boolean over;

  @BeforeEach
  void open() {
    lab = Lab.builder().notebook(folder.resolve("hostile.db")).engines(2).open();
  }

  @AfterEach
  void close() {
    over = true;
    lab.close();
  }

  @Test
  void oneThatThrowsIsRecordedAsFailedWithItsStackTrace() throws Exception {
    Row row =
        hostile(
            trial -> {
              throw new IllegalStateException("no convergence");
            });

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.failure().exception())
        .isEqualTo("java.lang.IllegalStateException: no convergence");
    assertThat(row.failure().traceback()).contains("HostileExperimentTest");
    assertThat(row.parameters()).containsEntry("n", HOSTILE);
  }

  @Test
  void oneThatThrowsInSetUpIsRecordedAsFailedAndNotRun() throws Exception {
    Row row =
        hostile(
            new Experiment() {
              @Override
              public void setUp(Trial trial) {
                if (trial.getLong("n") == HOSTILE) {
                  throw new IllegalStateException("no licence");
                }
              }

              @Override
              public Values run(Trial trial) {
                return Values.of("y", trial.getLong("n"));
              }
            });

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.failure().exception()).contains("no licence");
    assertThat(row.results().get("y")).isNull();
  }

  @Test
  void oneThatThrowsInTearDownIsRecordedAsFailedWithWhatItMeasured() throws Exception {
    Row row =
        hostile(
            new Experiment() {
              @Override
              public Values run(Trial trial) {
                return Values.of("y", trial.getLong("n"));
              }

              @Override
              public void tearDown(Trial trial) {
                if (trial.getLong("n") == HOSTILE) {
                  throw new IllegalStateException("file is gone");
                }
              }
            });

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.failure().exception()).contains("file is gone");
    assertThat(row.results()).containsEntry("y", HOSTILE);
  }

  @Test
  void oneThatReturnsNullIsRecordedAsFailed() throws Exception {
    Row row = hostile(trial -> null);

    assertThat(row.failure().exception()).contains("run returned null").contains("Values.none()");
  }

  @Test
  void oneThatReturnsNaNAndInfinitiesHasThemRecordedExactly() throws Exception {
    Row row =
        hostile(
            trial ->
                Values.of(
                    "y",
                    Double.NaN,
                    "up",
                    Double.POSITIVE_INFINITY,
                    "down",
                    Double.NEGATIVE_INFINITY));

    assertThat(row.status()).isEqualTo(Status.OK);
    assertThat(row.results())
        .containsEntry("y", Double.NaN)
        .containsEntry("up", Double.POSITIVE_INFINITY)
        .containsEntry("down", Double.NEGATIVE_INFINITY);
  }

  @Test
  void oneThatReturnsOtherNamesThanTheOthersGetsColumnsForThem() throws Exception {
    Row row = hostile(trial -> Values.of("other", 1).with("more", "text"));

    assertThat(row.results()).containsEntry("other", 1L).containsEntry("more", "text");
  }

  @Test
  void namesThatMeanSomethingToADatabaseAreNamesLikeAnyOther() throws Exception {
    Row row =
        hostile(trial -> Values.of("select", 1, "trial", 2, "x\"; drop table", 3).with("n", 4));

    assertThat(row.results())
        .containsEntry("select", 1L)
        .containsEntry("trial", 2L)
        .containsEntry("x\"; drop table", 3L)
        .containsEntry("n", 4L);
    assertThat(row.parameters()).containsEntry("n", HOSTILE);
  }

  @Test
  void namesThatDifferOnlyInCaseAreKeptApart() throws Exception {
    Row row = hostile(trial -> Values.of("size", 1, "Size", 2, "SIZE", 3));

    assertThat(row.results())
        .containsEntry("size", 1L)
        .containsEntry("Size", 2L)
        .containsEntry("SIZE", 3L);
  }

  @Test
  void aNameWithAnUnderscoreInFrontIsRefused() throws Exception {
    Row row = hostile(trial -> Values.of("_trial", 1));

    assertThat(row.failure().exception()).contains("'_trial' starts with an underscore");
  }

  @Test
  void fiveThousandNamesAreRecorded() throws Exception {
    Row row =
        hostile(
            trial -> {
              Map<String, Object> values = new HashMap<>();
              IntStream.range(0, 5_000).forEach(i -> values.put("value" + i, i));
              return Values.of(values);
            });

    assertThat(row.results()).containsEntry("value0", 0L).containsEntry("value4999", 4999L);
  }

  @Test
  void anArrayOfTenMegabytesIsRecorded() throws Exception {
    double[] array = IntStream.range(0, 1_300_000).mapToDouble(i -> i / 7.0).toArray();

    Row row = hostile(trial -> Values.of("array", array));

    List<?> recorded = (List<?>) row.results().get("array");
    assertThat(recorded).hasSize(array.length);
    assertThat(recorded.get(array.length - 1)).isEqualTo(array[array.length - 1]);
  }

  @Test
  void aValueThatNestsForEverIsRefused() throws Exception {
    Row row =
        hostile(
            trial -> {
              Object nested = 1;
              for (int i = 0; i < 10_000; i++) {
                nested = List.of(nested);
              }
              return Values.of("nested", nested);
            });

    assertThat(row.failure().exception()).contains("'nested' is a value nested deeper than 100");
  }

  @Test
  void oneThatLoopsForEverIsRecordedAsTimedOutWithWhereItWas() throws Exception {
    Row row =
        hostile(
            trial -> {
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              return Values.none();
            });

    assertThat(row.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(row.failure().exception()).startsWith("timed out");
    assertThat(row.failure().traceback()).contains("HostileExperimentTest");
  }

  @Test
  void oneThatIgnoresInterruptsIsRecordedAsTimedOutAndHoldsNobodyUp() throws Exception {
    Row row =
        hostile(
            trial -> {
              while (!over) {
                Thread.onSpinWait();
              }
              return Values.none();
            });

    assertThat(row.status()).isEqualTo(Status.TIMED_OUT);
  }

  @Test
  void oneThatOverflowsTheStackIsRecordedAsFailed() throws Exception {
    Row row = hostile(trial -> Values.of("depth", depth(1)));

    assertThat(row.failure().exception()).contains("StackOverflowError");
  }

  private static long depth(long n) {
    return n == -1 ? n : depth(n + 1) + 1;
  }

  @Test
  void oneThatAsksForMoreMemoryThanThereIsIsTriedAgainAloneAndThenRecordedAsFailed()
      throws Exception {
    Row row =
        hostile(
            trial -> {
              // One more than any heap can hold.
              return Values.of("hoard", new long[Integer.MAX_VALUE].length);
            });

    assertThat(row.failure().exception()).contains("OutOfMemoryError");
    assertThat(row.attempt()).isEqualTo(2);
  }

  @Test
  void oneThatPrintsAFloodIsRecorded() throws Exception {
    PrintStream out = System.out;
    System.setOut(new PrintStream(PrintStream.nullOutputStream()));
    try {
      Row row =
          hostile(
              trial -> {
                for (int i = 0; i < 100_000; i++) {
                  System.out.println("flood");
                }
                return Values.of("y", 1);
              });

      assertThat(row.status()).isEqualTo(Status.OK);
    } finally {
      System.setOut(out);
    }
  }

  /** Runs twenty trials, one of them hostile; checks the others and gives the hostile one's row. */
  private Row hostile(Experiment experiment) throws Exception {
    Experiment mostlyHarmless =
        experiment.getClass().isAnonymousClass()
            ? experiment
            : trial ->
                trial.getLong("n") == HOSTILE
                    ? experiment.run(trial)
                    : Values.of("y", trial.getLong("n"));
    Study study =
        Study.of(mostlyHarmless)
            .with("n", Range.stepped(0, TRIALS - 1, 1))
            .timeout(Duration.ofSeconds(2))
            .seed(1);

    Run run = lab.submit("hostile", study);
    Progress end = run.await();

    assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
    try (Stream<Row> stream = run.results().rows(Query.ALL)) {
      List<Row> rows = stream.toList();
      assertThat(rows).hasSize(TRIALS);
      for (Row row : rows) {
        long n = (Long) row.parameters().get("n");
        if (n != HOSTILE) {
          assertThat(row.status()).as("trial at n = %s", n).isEqualTo(Status.OK);
          assertThat(row.results()).containsEntry("y", n);
        }
      }
      return rows.stream()
          .filter(row -> row.parameters().get("n").equals(HOSTILE))
          .findFirst()
          .orElseThrow();
    }
  }
}
