package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.Lab;
import org.labactors.cli.Screen;
import org.labactors.command.Command;
import org.labactors.command.Output;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.process.Removal;
import org.labactors.study.Progress;
import org.labactors.study.Study;

class ReplayCommandTest {

  /** Numbers from the seed of the trial; it fails above a limit. */
  public record Drawing(long limit) implements Experiment {
    @Override
    public Values run(Trial trial) {
      if (trial.getLong("x") > limit) {
        throw new IllegalStateException("x is " + trial.getLong("x"));
      }
      trial.metadata("note", "of trial " + trial.number());
      return Values.of(
          "y", trial.random().nextDouble(), "list", List.of(1L, trial.random().nextLong(), 3L));
    }
  }

  /** Numbers that come from nowhere. */
  public record Careless() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of(
          "same", 1L, "other", List.of(7L, ThreadLocalRandom.current().nextLong(), 9L));
    }
  }

  /** Never returns by itself. */
  public record Endless() implements Experiment {
    @Override
    public Values run(Trial trial) throws InterruptedException {
      Thread.sleep(Duration.ofHours(1).toMillis());
      return Values.none();
    }
  }

  @TempDir private Path folder;
  private String notebook;

  @BeforeEach
  void record() throws InterruptedException {
    notebook = folder.resolve("notes.db").toString();
    Study drawing =
        Study.of(new Drawing(7)).with("x", Range.stepped(1L, 10L, 1L)).replicates(3).seed(42);
    Study careless = Study.of(new Careless()).with("x", 1L, 2L).seed(1);
    Study endless = Study.of(new Endless()).with("x", 1L).timeout(Duration.ofMillis(50)).seed(1);
    Study program =
        Study.of(
                new Command("sh", "-c", "echo y={x}; echo said >&2; exit {x}").output(Output.LINES))
            .with("x", 0L, 3L)
            .seed(1);
    try (Lab lab = Lab.builder().notebook(notebook).engines(2).open()) {
      for (var each :
          Map.of("drawing", drawing, "careless", careless, "endless", endless, "program", program)
              .entrySet()) {
        Progress end = lab.submit(each.getKey(), each.getValue()).awaitEnd();
        assertThat(end.recorded()).isEqualTo(end.trials());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "drawing, 30",
    "endless, 1",
    "program, 2",
  })
  void eachTrialComesOutAsItWasRecorded(String tag, int trials) throws Exception {
    byte[] before = Files.readAllBytes(Path.of(notebook));

    for (int trial = 0; trial < trials; trial++) {
      Screen screen = new Screen();
      assertThat(screen.lab("replay", notebook, tag, "--trial", trial + ""))
          .as(() -> screen.out() + screen.err())
          .isZero();
      assertThat(screen.out()).contains("\nequal\n").doesNotContain("\n*");
    }
    assertThat(Files.readAllBytes(Path.of(notebook))).isEqualTo(before);
  }

  @Test
  void whatComesOutOtherwiseIsNamed() {
    Screen screen = new Screen();

    assertThat(screen.lab("replay", notebook, "careless", "--trial", "1")).isEqualTo(3);

    assertThat(screen.out())
        .contains("\nnot equal; a * is before what differs\n")
        .containsPattern("(?m)^ +same +1 +1$")
        .containsPattern("(?m)^\\*  other\\[1] +-?\\d+ +-?\\d+$");
  }

  @Test
  void theFirstThatFailedSaysWhatWasThrownAndWhere() {
    Screen screen = new Screen();

    assertThat(screen.lab("replay", notebook, "drawing", "--failed")).isZero();

    assertThat(screen.out())
        .contains("java.lang.IllegalStateException: x is ")
        .contains("at org.labactors.cli.internal.notebook.ReplayCommandTest$Drawing.run(");
  }

  @Test
  void aTrialIsFoundByItsParametersAndReplicate() {
    Screen screen = new Screen();

    assertThat(screen.lab("replay", notebook, "drawing", "--where", "x=4", "--replicate", "2"))
        .isZero();

    assertThat(screen.out()).contains(": replicate 2, seed ").contains("  at x=4\n");
  }

  @Test
  void aProgramCanBeRunByHandAfterwards() throws Exception {
    Screen screen = new Screen();

    assertThat(screen.lab("replay", notebook, "program", "--failed", "--keep")).isZero();

    Matcher script = Pattern.compile("(?m)^to run it by hand: (.+)$").matcher(screen.out());
    assertThat(script.find()).as(screen.out()).isTrue();
    Process byHand =
        new ProcessBuilder("sh", "-c", script.group(1)).redirectErrorStream(true).start();
    assertThat(byHand.inputReader().lines()).containsExactly("y=3", "said");
    assertThat(byHand.waitFor()).isEqualTo(3);
    Removal.of(Path.of(script.group(1)).getParent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drawing --trial 1 --keep|--keep is for experiments that are programs: Command, Python and R",
        "drawing --trial 30|the result set 'drawing' has no trial 30; it has trials 0 to 29",
        "drawing --trial -1|the result set 'drawing' has no trial -1",
        "drawing --where y=1|has no parameter 'y'; it has x",
        "drawing --where x=4 --where x=5|--where x=5: 'x' is given a value already",
        "drawing --where x|--where x: write it as name=value",
        "drawing --where x=11|no recorded trial of the result set 'drawing' is like that",
        "drawing|--trial",
        "drawing --trial 1 --failed|mutually exclusive",
        "none --trial 1|none",
        "drawing --trial 1 --code none.jar|--code: there is no such file: none.jar",
      })
  void whatCannotBeRunIsRefused(String line) {
    String[] parts = line.split("\\|", -1);
    Screen screen = new Screen();

    assertThat(screen.lab(("replay " + notebook + " " + parts[0]).split(" ", -1))).isEqualTo(2);

    assertThat(screen.err()).contains(parts[1]).doesNotContain("\tat ");
  }
}
