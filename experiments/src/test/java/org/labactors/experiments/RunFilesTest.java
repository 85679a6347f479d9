package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.combinator.Summary;
import org.labactors.command.Command;
import org.labactors.experiment.Experiment;
import org.labactors.program.Python;
import org.labactors.runfile.RunFile;
import org.labactors.study.Study;

/** The run files that are ready to be started. */
class RunFilesTest {

  private static final Path FOLDER = Path.of("../config/studies");

  /**
   * What a run file is to come to.
   *
   * @param points in the design
   * @param trials points times replicates
   */
  private record Expected(Class<? extends Experiment> experiment, long points, long trials) {}

  private static final Map<String, Expected> EXPECTED =
      Map.of(
          "branching.conf", new Expected(Command.class, 4, 40),
          "collatz.conf", new Expected(Command.class, 100, 100),
          "curve.conf", new Expected(Curve.class, 10_000, 10_000),
          "epidemic.conf", new Expected(Epidemic.class, 204, 20_400),
          "percolation.conf", new Expected(BondPercolation.class, 6, 6_000),
          "pi-summary.conf", new Expected(Summary.class, 3, 3),
          "pi.conf", new Expected(Pi.class, 3, 3_000),
          "waiting.conf", new Expected(Python.class, 8, 400));

  static List<Path> runFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @Test
  void noRunFileIsLeftOut() throws IOException {
    List<String> names = runFiles().stream().map(file -> file.getFileName().toString()).toList();

    assertThat(names).containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
  }

  @ParameterizedTest
  @MethodSource("runFiles")
  void aRunFileHasTheStatedExperimentPointsAndTrials(Path file) {
    try (RunFile read = RunFile.read(file)) {
      Study study = read.study();
      long points = study.design().size(study.space());

      assertThat(new Expected(study.experiment().getClass(), points, points * study.replicates()))
          .isEqualTo(EXPECTED.get(file.getFileName().toString()));
      assertThat(file).hasFileName(read.tag() + ".conf");
      assertThat(read.notebook()).isEqualTo(read.tag() + ".db");
    }
  }
}
