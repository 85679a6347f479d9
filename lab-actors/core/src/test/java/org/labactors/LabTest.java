package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.combinator.Repeated;
import org.labactors.combinator.Summary;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.Recordings;
import org.labactors.study.Progress;
import org.labactors.study.Study;

@Timeout(60)
class LabTest {

  private static final Study SQUARES =
      Study.of(trial -> Values.of("square", trial.getLong("n") * trial.getLong("n")))
          .with("n", Range.stepped(1L, 50L, 1L));

  @TempDir private Path folder;

  @Test
  void aStudyIsRecordedAndItsResultsCanBeReadWithoutALab() throws Exception {
    Path file = folder.resolve("squares.db");
    try (Lab lab = Lab.builder().notebook(file).engines(2).open()) {
      Progress end = lab.submit("squares", SQUARES).await();

      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
    }

    try (Notebook notebook = Lab.read(file)) {
      assertThat(
              notebook
                  .resultSet("squares")
                  .orElseThrow()
                  .rows(Query.SUCCESSFUL.where("n", 7))
                  .map(row -> row.getLong("square")))
          .containsExactly(49L);
    }
  }

  @Test
  void theEnginesOfALabAreThereAsSoonAsItIsOpen() {
    for (int i = 0; i < 5; i++) {
      try (Lab lab = Lab.builder().inMemory().engines(3).open()) {
        assertThat(lab.engines()).isEqualTo(3);
      }
    }
  }

  @Test
  void aLambdaInsideExperimentsOfTheLaboratoryRunsOnOneMachine() throws Exception {
    Study study =
        Study.of(
                new Summary(
                    new Repeated(trial -> Values.of("square", trial.getLong("n") * 2.0), 10)))
            .with("n", Range.stepped(1L, 50L, 1L));

    try (Lab lab = Lab.builder().inMemory().engines(2).open()) {
      Run run = lab.submit("squares", study);

      assertThat(run.await().ok()).isEqualTo(50);
    }
  }

  /** An experiment of the user's around another. */
  record Around(Experiment inner) implements Experiment {
    @Override
    public Values run(Trial trial) throws Exception {
      return inner.run(trial);
    }
  }

  @Test
  void anExperimentThatCannotBeCopiedForEachEngineIsRefusedBeforeItIsSubmitted() {
    Study study = Study.of(new Around(trial -> Values.none()));

    try (Lab lab = Lab.builder().inMemory().engines(2).open()) {
      assertThatThrownBy(() -> lab.submit("around", study))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("experiment.inner.class = \"org.labactors.LabTest$$Lambda\"")
          .hasMessageContaining("Make it a class with a name, such as a record.");
      assertThat(lab.notebook().resultSet("around")).isEmpty();
    }
  }

  @Test
  void aSeedThatWasNotGivenIsDrawnOnceAndRecorded() throws Exception {
    Path file = folder.resolve("squares.db");
    long first;
    try (Lab lab = Lab.builder().notebook(file).engines(1).open()) {
      Run run = lab.submit("squares", SQUARES);
      run.await();
      first = run.study().seed().orElseThrow();
    }

    try (Lab lab = Lab.builder().notebook(file).engines(1).open()) {
      Run run = lab.submit("squares", SQUARES);

      assertThat(run.study().seed()).hasValue(first);
      assertThat(run.await().reused()).isEqualTo(50);
    }
  }

  @Test
  void aResultSetThatIsRenamedAfterTheRunIsMissedInWords() throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      Run run = lab.submit("squares", SQUARES);
      run.await();
      lab.notebook().edits().rename("squares", "curve");

      assertThatThrownBy(run::results)
          .isInstanceOf(NotebookException.class)
          .hasMessage(
              "the result set 'squares' is not in the notebook 'memory' any more; somebody has"
                  + " deleted or renamed it");
    }
  }

  @Test
  void anotherStudyUnderTheTagIsRefusedWithWhatDiffers() throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      lab.submit("squares", SQUARES.seed(1)).await();

      assertThatThrownBy(() -> lab.submit("squares", SQUARES.seed(2).replicates(2)))
          .isInstanceOf(NotebookException.class)
          .hasMessageContaining("replicates: 1 there, 2 here");
    }
  }

  @Test
  void aFileThatIsCalledMemoryIsAFile() throws Exception {
    try (Lab lab = Lab.builder().notebook(folder.resolve("memory")).engines(1).open()) {
      lab.submit("squares", SQUARES).await();
    }

    assertThat(Files.size(folder.resolve("memory"))).isPositive();
  }

  @Test
  void waitingEndsWhenTheTimeIsUpAndTheRunGoesOn() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Study study =
        Study.of(
            trial -> {
              gate.await();
              return Values.none();
            });
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      Run run = lab.submit("gated", study);

      assertThat(run.await(Duration.ofMillis(50))).isEmpty();
      assertThat(run.progress().state()).isEqualTo(Progress.State.RUNNING);
      gate.countDown();
      assertThat(run.end().toCompletableFuture().join().ok()).isEqualTo(1);
    }
  }

  @Test
  void closingALabCallsItsRunsOff() throws Exception {
    Lab lab = Lab.builder().inMemory().engines(1).open();
    Run run =
        lab.submit(
            "endless",
            Study.of(
                trial -> {
                  Thread.sleep(Long.MAX_VALUE);
                  return Values.none();
                }));

    lab.close();

    assertThat(run.awaitEnd().state()).isEqualTo(Progress.State.CANCELLED);
  }

  @Test
  void waitingForARunWithTooManyFailuresThrows() throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      Study failing =
          Study.of(
                  trial -> {
                    throw new IllegalStateException("never");
                  })
              .with("x", Range.stepped(1, 1000, 1));

      Run run = lab.submit("failing", failing);

      assertThatThrownBy(run::await)
          .isInstanceOf(RunException.class)
          .hasMessageStartingWith("the run 'failing' was stopped: ")
          .hasMessageEndingWith(" of 1000 trials are recorded");
    }
  }

  @Test
  void failuresWithinTheLimitDoNotBreakARun() throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      Study study =
          Study.of(
                  trial -> {
                    if (trial.getLong("x") == 3) {
                      throw new IllegalStateException("not 3");
                    }
                    return Values.none();
                  })
              .with("x", Range.stepped(1L, 10L, 1L));

      Progress end = lab.submit("some", study).await();

      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(end.failed()).isEqualTo(1);
    }
  }

  @Test
  void aLabIsClosedOnceAndTakesNothingAfterwards() {
    Lab lab = Lab.builder().inMemory().engines(1).open();
    lab.close();
    lab.close();

    assertThatThrownBy(() -> lab.submit("squares", SQUARES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lab is closed");
  }

  @Test
  void aNumberOfEnginesThatLeavesNoneIsRefused() {
    assertThatThrownBy(() -> Lab.builder().inMemory().coresLeftFree(10_000).open())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lab.engines = -10000 leaves no engine");
  }

  @Test
  void aLambdaThatGoesOnWithResultsIsWarnedOf() throws Exception {
    try (Lab lab = Lab.builder().inMemory().engines(1).open()) {
      Run first = lab.submit("squares", SQUARES.seed(1));
      first.await();

      Run second = lab.submit("squares", SQUARES.seed(1));

      assertThat(first.warnings()).isEmpty();
      assertThat(second.warnings())
          .singleElement()
          .asString()
          .startsWith("the experiment is a lambda of org.labactors.LabTest, which");
    }
  }

  @Test
  void aDatabaseThatIsNotKnownIsRefusedInClearWords() {
    assertThatThrownBy(
            () ->
                Lab.builder()
                    .notebook("jdbc:mysql://host/db?password=swordfish")
                    .engines(1)
                    .open()
                    .close())
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the notebook 'jdbc:mysql://host/db…' is in a database that this lab does not know;"
                + " name a file, or jdbc:postgresql://host:5432/database");
  }

  @Test
  void anAddressIsNoNotebook() {
    assertThatThrownBy(() -> Lab.read("https://example.org/curve.db").close())
        .isInstanceOf(NotebookException.class)
        .hasMessage(
            "the notebook 'https://example.org/curve.db' is an address; a notebook is a file or a"
                + " database: download it, and name the file");
  }

  @Test
  void aPointThatCannotBeComputedFailsAloneAndTheRunGoesOn() throws Exception {
    Study study = Recordings.counting(20).design(new Recordings.FailingAt(7));

    try (Lab lab = Lab.builder().inMemory().engines(2).open()) {
      Run run = lab.submit("t", study);
      Progress end = run.await();

      assertThat(end.state()).isEqualTo(Progress.State.COMPLETED);
      assertThat(end.failed()).isEqualTo(1);
      assertThat(run.results().rows(Query.ALL.where("k", 8))).hasSize(1);
    }
  }
}
