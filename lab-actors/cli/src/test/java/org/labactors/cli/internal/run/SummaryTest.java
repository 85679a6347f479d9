package org.labactors.cli.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.cli.FakeRun.progress;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.labactors.cli.Screen;
import org.labactors.cli.internal.notebook.FailureReport;
import org.labactors.experiment.FailureKind;
import org.labactors.notebook.FailureSummary;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.Progress;
import org.labactors.study.Progress.State;
import org.labactors.study.Tally;

class SummaryTest {

  private static final List<ColumnInfo> COLUMNS =
      List.of(
          new ColumnInfo(Kind.RESULT, "z", "z"),
          new ColumnInfo(Kind.PARAMETER, "select", "select"),
          new ColumnInfo(Kind.PARAMETER, "x", "x"),
          new ColumnInfo(Kind.METADATA, "note", "note"));

  private static final FailureSummary FAILURES =
      new FailureSummary(
          7,
          List.of(
              new FailureSummary.Group(
                  new FailureKind("mine.Wrong", "mine.Mine.run(Mine.java:12)"),
                  5,
                  "mine.Wrong: x is\n\u001b[31m1",
                  1_234,
                  Map.of("x", 1.0, "y", "a")),
              new FailureSummary.Group(
                  new FailureKind("timed out", ""), 1, "took longer than 3 s", 17, Map.of())),
          1,
          true);

  private final Screen screen = new Screen();

  @Test
  void aCompleteRunWithoutFailuresEndsWithZero() {
    Summary summary = summary(progress(State.COMPLETED, 400, 1_000, 0, Optional.empty()));

    summary.print(screen.console(), false);

    assertThat(summary.exitCode()).isZero();
    assertThat(screen.err()).isEmpty();
    assertThat(screen.out())
        .startsWith(
            """
            curve: all 1,000 trials are recorded in my notes.db
              now     600 in 1.5 s on 2 engines
              reused  400 recorded before
              failed  0
              look    \
            """)
        .containsAnyOf(
            "sqlite3 'my notes.db' 'SELECT \"select\", x, z FROM curve LIMIT 10'",
            "lab notebook show 'my notes.db'");
  }

  @Test
  void failedTrialsMakeItThreeAndAreShownTheWay() {
    Summary summary = summary(progress(State.COMPLETED, 0, 993, 7, Optional.empty()));

    summary.print(screen.console(), false);

    assertThat(summary.exitCode()).isEqualTo(3);
    assertThat(screen.out())
        .contains(
            """
              failed  7
                      5  mine.Wrong: x is \\u001b[31m1
                         at mine.Mine.run(Mine.java:12)
                         first: trial 1,234, at x=1.0, y=a
                      1  took longer than 3 s
                         trial 17
                      1 fails in other ways
            """,
            " notebook failures 'my notes.db' curve\n",
            "  retry   ./lab run curve.conf --retry-failed\n");
  }

  @Test
  void aRunThatIsBrokenOffTellsWhatFailedToo() {
    summary(progress(State.CANCELLED, 0, 10, 7, Optional.empty())).print(screen.console(), false);

    assertThat(screen.err()).contains("7 failed\n    5  mine.Wrong: x is ");
  }

  @Test
  void aStudyOfOneTrialIsSpokenOfAsOne() {
    Progress end = progress(State.COMPLETED, 0, 1, 0, Optional.empty()).with(new Tally(1, 1, 0));

    new Summary(
            "one",
            "memory",
            end,
            Duration.ofSeconds(1),
            COLUMNS,
            new FailureReport(FailureSummary.NONE),
            List.of("./lab"))
        .print(screen.console(), false);

    assertThat(screen.out()).startsWith("one: its trial is recorded in memory\n  now     1 in");
  }

  @Test
  void aCancelledRunSaysHowToGoOnAndEndsWith130() {
    Summary summary = summary(progress(State.CANCELLED, 0, 250, 1, Optional.empty()));

    summary.print(screen.console(), true);

    assertThat(summary.exitCode()).isEqualTo(130);
    assertThat(screen.out()).isEmpty();
    assertThat(screen.err())
        .isEqualTo(
            """
            lab: curve interrupted
              251 of 1,000 trials recorded in my notes.db, 1 failed
              To go on: ./lab run curve.conf
            """);
  }

  @Test
  void aBrokenRunSaysWhyAndEndsWithOne() {
    Summary summary = summary(progress(State.BROKEN, 0, 250, 0, Optional.of("the disk is gone")));

    summary.print(screen.console(), false);

    assertThat(summary.exitCode()).isEqualTo(1);
    assertThat(screen.err()).startsWith("lab: curve could not be finished: the disk is gone\n");
  }

  @Test
  void aRunInWhichTooManyFailedSaysHowTheyDidAndHowToGoOnAndEndsWithFour() {
    Summary summary = summary(progress(State.STOPPED, 0, 0, 20, Optional.of("20 failed alike")));

    summary.print(screen.console(), true);

    assertThat(summary.exitCode()).isEqualTo(4);
    assertThat(screen.err())
        .isEqualTo(
            """
            lab: curve stopped: 20 failed alike
              20 of 1,000 trials recorded in my notes.db, 20 failed
              To go on: ./lab run curve.conf --max-failures none
              To run the failed ones again when the cause is mended: ./lab run curve.conf --retry-failed
            """);
  }

  @Test
  void aLimitThatWasGivenIsNotGivenAgain() {
    Summary summary =
        summary(
            progress(State.STOPPED, 0, 9, 6, Optional.of("6 failed")),
            List.of("./lab", "run", "--max-failures", "5", "curve.conf", "--max-failures=7"));

    summary.print(screen.console(), true);

    assertThat(screen.err()).contains("To go on: ./lab run curve.conf --max-failures none\n");
  }

  @Test
  void aRunThatNoEngineCanRunEndsWithTwo() {
    Summary summary = summary(progress(State.REFUSED, 0, 0, 0, Optional.of("no engine can")));

    summary.print(screen.console(), true);

    assertThat(summary.exitCode()).isEqualTo(2);
    assertThat(screen.err()).isEqualTo("lab: curve refused: no engine can\n  Nothing was run.\n");
  }

  @Test
  void aQuietRunThatWentWellPrintsNothing() {
    summary(progress(State.COMPLETED, 1_000, 0)).print(screen.console(), true);

    assertThat(screen.out()).isEmpty();
    assertThat(screen.err()).isEmpty();
  }

  private static Summary summary(Progress end) {
    return summary(end, List.of("./lab", "run", "curve.conf"));
  }

  private static Summary summary(Progress end, List<String> command) {
    return new Summary(
        "curve",
        "my notes.db",
        end,
        Duration.ofMillis(1_500),
        COLUMNS,
        new FailureReport(end.failed() == 7 ? FAILURES : FailureSummary.NONE),
        command);
  }
}
