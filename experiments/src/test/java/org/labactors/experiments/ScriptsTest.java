package org.labactors.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.runfile.RunFile;

/** The lessons that need no Java, each from its run file alone, on two engines. */
@Timeout(300)
class ScriptsTest {

  private static void assumeThere(String program) {
    boolean there =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    assumeTrue(there, "there is no " + program + " on this machine");
  }

  private static List<Row> rows(String runFile, String... overrides) throws Exception {
    try (RunFile run =
            RunFile.read(Path.of("../config/studies", runFile), List.of(overrides), List.of());
        Lab lab = Lab.builder().inMemory().engines(2).open()) {
      Run running = lab.submit(run.tag(), run.study());
      running.await();
      try (Stream<Row> rows = running.results().rows(Query.ALL)) {
        return rows.toList();
      }
    }
  }

  private static double mean(List<Row> rows, double m, String name) {
    return rows.stream()
        .filter(row -> row.getDouble("m") == m)
        .mapToDouble(row -> row.getDouble(name))
        .average()
        .orElseThrow();
  }

  @Test
  void familiesInPythonDieOutAsOftenAsTheoryHasIt() throws Exception {
    assumeThere("python3");

    List<Row> rows = rows("branching.conf");

    assertThat(rows).hasSize(40).allMatch(row -> row.failure() == null);
    assertThat(mean(rows, 0.5, "extinct")).isEqualTo(1);
    assertThat(mean(rows, 0.5, "size")).isCloseTo(2, within(0.1));
    assertThat(mean(rows, 0.8, "size")).isCloseTo(5, within(0.6));
    assertThat(mean(rows, 1.5, "extinct")).isCloseTo(0.4172, within(0.025));
    assertThat(mean(rows, 2.0, "extinct")).isCloseTo(0.2032, within(0.02));
  }

  @Test
  void aPythonScriptGivesTheSameResultsAgain() throws Exception {
    assumeThere("python3");

    List<Map<String, Object>> first = results(rows("branching.conf", "study.replicates=2"));

    assertThat(results(rows("branching.conf", "study.replicates=2", "study.order=sequential")))
        .containsExactlyInAnyOrderElementsOf(first);
  }

  private static List<Map<String, Object>> results(List<Row> rows) {
    return rows.stream().map(Row::results).toList();
  }

  @Test
  void aPythonScriptThatRefusesAParameterFailsWithWhatItSays() throws Exception {
    assumeThere("python3");

    List<Row> rows = rows("branching.conf", "study.parameters.m=-1", "study.replicates=1");

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).failure().exception())
        .endsWith("python3: exit code 1: m is -1; it must not be negative");
  }

  @Test
  void customersInAFunctionInPythonWaitAsLongAsTheoryHasIt() throws Exception {
    assumeThere("python3");

    List<Row> rows = rows("waiting.conf");

    assertThat(rows).hasSize(400).allMatch(row -> row.failure() == null);
    for (double load : new double[] {0.1, 0.2, 0.5, 0.8}) {
      List<Row> there =
          rows.stream().filter(row -> Math.abs(row.getDouble("load") - load) < 1e-9).toList();
      assertThat(there).hasSize(50);
      assertThat(there.stream().mapToDouble(row -> row.getDouble("wait")).average().orElseThrow())
          .isCloseTo(load / (1 - load), within(0.05 * load / (1 - load)));
      assertThat(
              there.stream().mapToDouble(row -> row.getDouble("at_once")).average().orElseThrow())
          .isCloseTo(1 - load, within(0.01));
    }
  }

  @Test
  void aFunctionInPythonGivesTheSameResultsAgain() throws Exception {
    assumeThere("python3");

    List<Map<String, Object>> first = results(rows("waiting.conf", "study.replicates=2"));

    assertThat(results(rows("waiting.conf", "study.replicates=2", "study.order=sequential")))
        .containsExactlyInAnyOrderElementsOf(first);
  }

  @Test
  void theWaysToOneInAShellScriptAreThoseOfTheBooks() throws Exception {
    assumeThere("sh");

    List<Row> rows = rows("collatz.conf");

    assertThat(rows).hasSize(100).allMatch(row -> row.failure() == null);
    Row longest =
        rows.stream()
            .reduce((a, b) -> a.getLong("steps") >= b.getLong("steps") ? a : b)
            .orElseThrow();
    assertThat(longest.results()).isEqualTo(Map.of("steps", 118L, "highest", 9232L));
    assertThat(longest.getLong("n")).isEqualTo(97);
    assertThat(rows.stream().filter(row -> row.getLong("n") == 27).map(Row::results))
        .containsExactly(Map.of("steps", 111L, "highest", 9232L));
  }

  @Test
  void theSummaryOfAThousandEstimatesHoldsPi() throws Exception {
    List<Row> rows = rows("pi-summary.conf");

    assertThat(rows).hasSize(3);
    for (Row row : rows) {
      double error = Math.sqrt(Math.PI * (4 - Math.PI) / row.getLong("samples") / 1_000);
      assertThat(row.getDouble("pi_mean")).isCloseTo(Math.PI, within(4 * error));
      assertThat(row.getDouble("pi_standard_error")).isCloseTo(error, within(0.1 * error));
      assertThat(row.getLong("pi_count")).isEqualTo(1_000);
    }
  }
}
