package org.labactors.cli.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.labactors.cli.Screen;
import org.labactors.design.Order;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.notebook.Recordings;
import org.labactors.study.Study;
import org.labactors.study.Tally;

class PlanTest {

  /** Does nothing. */
  record Nothing() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.none();
    }
  }

  private static final Study STUDY =
      Study.of(new Nothing())
          .with("x", Range.linspace(0, 1, 3))
          .with("method", "euler")
          .replicates(2)
          .timeout(Duration.ofSeconds(30));

  private final Screen screen = new Screen();

  @Test
  void aPlanSaysWhatWouldRun() {
    plan(STUDY.seed(42).order(Order.SEQUENTIAL), Optional.empty(), List.of())
        .print(screen.console());

    assertThat(screen.out())
        .isEqualTo(
            """
            curve
              the first line
              the second

            experiment  org.labactors.cli.internal.run.PlanTest$Nothing
            parameters  method: euler
                        x: 3 values, 0.0 … 1.0
            design      factorial, 3 points
            replicates  2
            trials      6
            order       sequential
            seed        42
            timeout     30 s for each trial

            first trials  0  method=euler, x=0.0, replicate 0
                          1  method=euler, x=0.0, replicate 1
                          2  method=euler, x=0.5, replicate 0
                          3  method=euler, x=0.5, replicate 1
                          4  method=euler, x=1.0, replicate 0

            notebook      curve.db: nothing under curve yet
            """);
  }

  @Test
  void withoutASeedNoRandomOrderIsClaimed() {
    plan(STUDY, Optional.empty(), List.of()).print(screen.console());

    assertThat(screen.out())
        .contains("seed        drawn when it first runs\n", "some trials    method=euler, x=0.0");
  }

  @Test
  void whatIsRecordedIsToldAndWhatDiffers() {
    plan(STUDY.seed(42), Optional.of(new Tally(6, 3, 1)), List.of("seed: 43 there, 42 here"))
        .print(screen.console());

    assertThat(screen.out())
        .endsWith(
            """
            notebook      curve.db: 4 of 6 trials recorded under curve, 1 failed, 2 to run
            refused       these are results of another study:
                            seed: 43 there, 42 here
                          Give this one another tag (--tag) or another notebook (--notebook).
            """);
  }

  @Test
  void whatARunWouldWarnOfIsToldBefore() {
    plan(STUDY.seed(42), Optional.of(new Tally(6, 3, 1)), List.of(), List.of("a.jar has changed"))
        .print(screen.console());

    assertThat(screen.out()).endsWith(" 2 to run\nwarning       a.jar has changed\n");
  }

  @Test
  void aPointThatCannotBeComputedIsShownAsSuch() {
    Study study =
        STUDY.design(new Recordings.FailingAt(1)).replicates(1).seed(1).order(Order.SEQUENTIAL);

    plan(study, Optional.empty(), List.of()).print(screen.console());

    assertThat(screen.out())
        .contains(
            """
            first trials  0  method=euler, x=0.0
                          1  cannot be computed: java.lang.IllegalStateException: no point 1
                          2  method=euler, x=1.0
            """);
  }

  @Test
  void aBillionPointsArePlannedAtOnce() {
    Study study =
        Study.of(new Nothing())
            .seed(1)
            .with("a", Range.stepped(1L, 1_000_000L, 1L))
            .with("b", Range.linspace(0, 1, 1_000));

    plan(study, Optional.empty(), List.of()).print(screen.console());

    assertThat(screen.out()).contains("design      factorial, 1,000,000,000 points\n");
  }

  private static Plan plan(Study study, Optional<Tally> recorded, List<String> differences) {
    return plan(study, recorded, differences, List.of());
  }

  private static Plan plan(
      Study study, Optional<Tally> recorded, List<String> differences, List<String> warnings) {
    return new Plan(
        "curve",
        "the first line\nthe second",
        "curve.db",
        study,
        false,
        recorded,
        Optional.empty(),
        differences,
        warnings);
  }
}
