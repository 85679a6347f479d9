package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.internal.code.JarFiles;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;

/** Starts the command line as a user does, in an empty folder with one run file. */
class RunCommandIT {

  private static final String RUN_FILE =
      """
      notebook = "notes.db"
      study {
        tag         = squares
        description = "x squared"
        experiment  = { class = org.labactors.cli.Waiting, milliseconds = 0, failFrom = 100 }
        parameters { x { from = 1, to = 40, step = 1 } }
        seed        = 42
      }
      lab { engines = 2 }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void writeRunFile() throws IOException {
    Files.writeString(folder.resolve("squares.conf"), RUN_FILE);
  }

  @Test
  void partsThatRanApartMergeIntoTheWhole() throws Exception {
    List<String> merge = new ArrayList<>(List.of("notebook", "merge", "-o", "merged.db"));
    for (int part = 1; part <= 3; part++) {
      String notebook = "part-" + part + ".db";
      merge.add(notebook);
      try (LabProcess run =
          lab("run", "squares.conf", "--part", part + "/3", "--notebook", notebook)) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
            .startsWith("squares: its part is complete; 1")
            .contains(" of 40 trials");
      }
    }
    try (LabProcess whole = lab("run", "squares.conf", "--notebook", "whole.db")) {
      assertThat(whole.exitCode()).as(whole.err()).isZero();
    }

    try (LabProcess merged = lab(merge.toArray(String[]::new))) {
      assertThat(merged.exitCode()).as(merged.err()).isZero();
      assertThat(merged.out()).isEqualTo("squares: 40 of 40 trials\n");
    }

    assertThat(results("merged.db")).isEqualTo(results("whole.db")).hasSize(40);
  }

  /** All rows without times and engines. */
  private List<List<Object>> results(String notebook) {
    try (Notebook opened = Reading.open(folder.resolve(notebook).toString());
        Stream<Row> rows = opened.resultSet("squares").orElseThrow().rows(Query.ALL)) {
      return rows.map(
              row ->
                  List.<Object>of(
                      row.trial(), row.point(), row.status(), row.parameters(), row.results()))
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "4/3, part 4 of 3: it must be from 1 to 3",
    "second, is no part",
  })
  void whatIsNoPartIsRefused(String part, String why) throws Exception {
    try (LabProcess run = lab("run", "squares.conf", "--part", part)) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains(why);
    }
    assertThat(folder.resolve("notes.db")).doesNotExist();
  }

  @Test
  void aPartOfAStudyWithoutASeedIsRefused() throws Exception {
    Files.writeString(folder.resolve("squares.conf"), RUN_FILE.replace("seed        = 42", ""));

    try (LabProcess run = lab("run", "squares.conf", "--part", "1/3")) {
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("the study has no seed", "seed = 42");
    }
  }

  @Test
  void aStudyIsRecordedAndTheSameCommandRunsNothingAgain() throws Exception {
    try (LabProcess first = lab("run", "squares.conf")) {
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.out())
          .startsWith("squares: all 40 trials are recorded in notes.db\n  now     40 in ")
          .contains("  reused  0 recorded before\n", "  failed  0\n");
      assertThat(first.err()).isEmpty();
    }

    try (LabProcess second = lab("run", "squares.conf")) {
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.out()).contains("  now     0 in ", "  reused  40 recorded before\n");
    }
  }

  @Test
  void aRunIsAuditedWhenItHasEnded() throws Exception {
    try (LabProcess run = lab("run", "squares.conf", "--audit", "25%")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .startsWith("squares: all 40 trials are recorded in notes.db\n")
          .contains("audit of squares: 10 of 40 recorded trials ran again, all equal\n");
    }

    try (Notebook opened = Reading.open(folder.resolve("notes.db").toString())) {
      assertThat(opened.resultSet("squares").orElseThrow().audits())
          .singleElement()
          .extracting(audit -> audit.sample().count())
          .isEqualTo(10L);
    }
  }

  @Test
  void aStudyGoesOnWithAChangedScriptAndOldTrialsAreReplayedWithTheOldOne() throws Exception {
    String runFile =
        """
        notebook = "notes.db"
        study {
          tag        = script
          experiment = {
            class = org.labactors.command.Command, command = [sh, y.sh, "{x}"], files = [y.sh], output = json
          }
          parameters { x = [1, 2] }
          order      = sequential
          seed       = 42
        }
        """;
    Files.writeString(folder.resolve("script.conf"), runFile);
    Files.writeString(folder.resolve("y.sh"), "echo \"{\\\"y\\\": $1}\"\n");
    try (LabProcess first = lab("run", "script.conf", "--part", "1/2")) {
      assertThat(first.exitCode()).as(first.err()).isZero();
    }
    Files.writeString(folder.resolve("y.sh"), "echo \"{\\\"y\\\": ${1}0}\"\n");

    try (LabProcess second = lab("run", "script.conf", "--quiet")) {
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.err())
          .contains("the code has changed since 1 result was recorded: file y.sh; --rerun-changed");
    }
    for (String trial : List.of("0", "1")) {
      try (LabProcess replay = lab("replay", "notes.db", "script", "--trial", trial)) {
        assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
      }
    }
  }

  @Test
  void aRunFileNamedWithoutItsFolderIncludesFilesBesideIt() throws Exception {
    Files.createDirectory(folder.resolve("inc"));
    Files.writeString(folder.resolve("inc/r.conf"), RUN_FILE);
    Files.writeString(folder.resolve("bare.conf"), "include \"inc/r.conf\"\nstudy.tag = bare");

    try (LabProcess plan = lab("plan", "bare.conf")) {
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out()).startsWith("bare\n");
    }
  }

  @Test
  void changedCodeIsWarnedOfByTheRunAndByThePlan() throws Exception {
    Files.writeString(
        folder.resolve("mine.conf"),
        "study { experiment = mine.Mine, parameters.k { from = 1, to = 40, step = 1 }, seed = 1 }");
    String[] run = {"run", "mine.conf", "--code", "mine.jar", "--quiet"};
    String warning =
        "the code has changed since 40 results were recorded: method run(Trial) of mine.Mine;"
            + " --rerun-changed runs them again, --accept-code goes on without this warning\n";
    jar("first");
    try (LabProcess first = lab(run)) {
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.err()).isEmpty();
    }
    try (LabProcess unchanged = lab(run)) {
      assertThat(unchanged.exitCode()).isZero();
      assertThat(unchanged.err()).isEmpty();
    }

    jar("second");

    try (LabProcess plan = lab("plan", "mine.conf", "--code", "mine.jar")) {
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out()).endsWith("warning       " + warning);
    }
    try (LabProcess changed = lab(run)) {
      assertThat(changed.exitCode()).isZero();
      assertThat(changed.err()).isEqualTo("lab: warning: " + warning);
    }
  }

  private void jar(String result) throws IOException {
    JarFiles.jar(
        folder.resolve("mine.jar"),
        "mine.Mine",
        """
        package mine;
        import org.labactors.experiment.*;
        public record Mine() implements Experiment {
          @Override public Values run(Trial trial) { return Values.of("y", "%s"); }
        }
        """
            .formatted(result));
  }

  @Test
  void failedTrialsEndWithThreeAndAreRunAgainOnRequest() throws Exception {
    String failing = "study.experiment.failFrom=39";
    try (LabProcess first = lab("run", "squares.conf", "--set", failing)) {
      assertThat(first.exitCode()).as(first.err()).isEqualTo(3);
      assertThat(first.out()).contains("  failed  2\n");
    }

    try (LabProcess again = lab("run", "squares.conf", "--set", failing, "--retry-failed")) {
      assertThat(again.exitCode()).as(again.err()).isEqualTo(3);
      assertThat(again.out()).contains("  now     2 in ", "  reused  38 recorded before\n");
    }
  }

  @Test
  void aRunWhoseFirstTrialsAllFailAlikeStopsAndOneCommandGoesOn() throws Exception {
    Files.writeString(
        folder.resolve("failing.conf"),
        RUN_FILE.replace("failFrom = 100", "failFrom = 0").replace("to = 40", "to = 200"));
    String[] run = {"run", "failing.conf"};
    try (LabProcess stopped = lab(run)) {
      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(4);
      assertThat(stopped.err())
          .contains(
              "lab: squares stopped: the first ",
              " trials failed in the same way: java.lang.IllegalStateException: x is ",
              ", at org.labactors.cli.Waiting.run(Waiting.java:",
              "To go on: ./lab run failing.conf --max-failures none\n")
          .doesNotContain("\tat ");
    }
    long kept = recorded().orElseThrow().recorded();
    assertThat(kept).isBetween(20L, 30L);

    try (LabProcess again = lab("run", "failing.conf", "--max-failures=none")) {
      assertThat(again.exitCode()).as(again.err()).isEqualTo(3);
      assertThat(again.out()).contains("  now     " + (200 - kept) + " in ", "  failed  200\n");
    }
  }

  @Test
  void aRunStopsWhenMoreTrialsFailThanItMay() throws Exception {
    String[] run = {
      "run", "squares.conf", "--set", "study.experiment.failFrom=30", "--max-failures", "5%"
    };
    try (LabProcess stopped = lab(run)) {
      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(4);
      assertThat(stopped.err()).contains(" trials failed, and max-failures = 5% allows 2; ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aSignalKeepsWhatWasMeasuredAndTheSameCommandGoesOn(String signal) throws Exception {
    String[] command = {"run", "squares.conf", "--set", "study.experiment.milliseconds=200"};
    long kept;
    try (LabProcess first = lab(command)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> recorded().map(Tally::recorded).orElse(0L) >= 4);

      first.signal(signal);

      assertThat(first.exitCode()).as(first.err()).isEqualTo(130);
      kept = recorded().orElseThrow().recorded();
      assertThat(first.err())
          .startsWith("lab: squares interrupted\n  " + kept + " of 40 trials recorded in notes.db")
          .endsWith("To go on: ./lab run squares.conf --set study.experiment.milliseconds=200\n");
    }

    try (LabProcess second = lab(command)) {
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.out())
          .contains(
              "  now     " + (40 - kept) + " in ", "  reused  " + kept + " recorded before\n");
    }
  }

  @Test
  void anotherStudyUnderTheTagIsRefusedWithWhatDiffers() throws Exception {
    try (LabProcess first = lab("run", "squares.conf", "--quiet")) {
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.out()).isEmpty();
    }

    try (LabProcess other = lab("run", "squares.conf", "--set", "study.seed=43")) {
      assertThat(other.exitCode()).isEqualTo(2);
      assertThat(other.err()).contains("seed: 42 there, 43 here").doesNotContain("\tat ");
    }
    try (LabProcess plan = lab("plan", "squares.conf", "--set", "study.seed=43")) {
      assertThat(plan.exitCode()).isEqualTo(2);
      assertThat(plan.out()).contains("40 of 40 trials recorded", "seed: 42 there, 43 here");
    }
  }

  @Test
  void aWrongRunFileIsRefusedWithoutAStackTrace() throws Exception {
    Files.writeString(folder.resolve("wrong.conf"), RUN_FILE.replace("step = 1", "step = 0"));

    try (LabProcess wrong = lab("run", "wrong.conf")) {
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err())
          .startsWith("lab: wrong.conf:6: study.parameters.x.step")
          .doesNotContain("\tat ");
    }
    assertThat(folder.resolve("notes.db")).doesNotExist();
  }

  @Test
  void aPlanLeavesNothingBehind() throws Exception {
    try (LabProcess plan = lab("plan", "squares.conf")) {
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out()).contains("40 points", "notes.db: nothing under squares yet");
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("squares.conf"));
    }
  }

  @Test
  void aNotebookIsShown() throws Exception {
    try (LabProcess run = lab("run", "squares.conf")) {
      assertThat(run.exitCode()).as(run.err()).isZero();
    }

    try (LabProcess show = lab("notebook", "show", "notes.db", "--format", "csv")) {
      assertThat(show.exitCode()).as(show.err()).isZero();
      assertThat(show.out()).contains("\nsquares,40,40,0,0,").endsWith(",x squared,0,false\n");
    }
    try (LabProcess missing = lab("notebook", "show", "none.db")) {
      assertThat(missing.exitCode()).isEqualTo(2);
      assertThat(missing.err()).contains("none.db").doesNotContain("\tat ");
    }
  }

  private LabProcess lab(String... arguments) throws IOException {
    return LabProcess.start(folder, arguments);
  }

  private Optional<Tally> recorded() {
    Optional<Notebook> there = Reading.openIfThere(folder.resolve("notes.db").toString());
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Notebook notebook = there.get()) {
      return notebook.resultSet("squares").map(results -> results.tally());
    }
  }
}
