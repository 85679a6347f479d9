package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;

/** Extends a study step by step, with labs that are killed on the way. */
class ExtendIT {

  /** Slows every trial, so that there is time to kill the lab. */
  private static final String PAUSE = "lab.test.pause";

  /** Draws a number. */
  record Drawing() implements Experiment {
    @Override
    public Values run(Trial trial) throws InterruptedException {
      Thread.sleep(Integer.getInteger(PAUSE, 0));
      double c = trial.parameters().containsKey("c") ? trial.getDouble("c") : 1;
      return Values.of("z", trial.random().nextGaussian() * c, "seed", trial.seed());
    }
  }

  /**
   * A study with what it has more at each step: values, replicates, both, a list of values in
   * another order, a parameter.
   */
  private static final List<String> STEPS =
      List.of(
          study("a { from = 1, to = 10, step = 1 }, b { from = 1, to = 10, step = 1 }", 2, ""),
          study("a { from = 1, to = 12, step = 1 }, b { from = 1, to = 10, step = 1 }", 2, ""),
          study("a { from = 1, to = 12, step = 1 }, b { from = 1, to = 10, step = 1 }", 3, ""),
          study("a { from = 1, to = 12, step = 1 }, b { from = 1, to = 11, step = 1 }", 4, ""),
          study(
              "a { from = 1, to = 12, step = 1 }, b = [20, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]",
              4,
              ""),
          study(
              "a { from = 1, to = 12, step = 1 }, b = [20, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], c = [1.0, 2.0]",
              4,
              "assume { c = 1.0 }"));

  @TempDir private Path folder;

  private static String study(String parameters, int replicates, String more) {
    return """
        study {
          tag = grown
          experiment = "org.labactors.cli.ExtendIT$Drawing"
          parameters { %s }
          replicates = %d
          seed = 42
          %s
        }
        """
        .formatted(parameters, replicates, more);
  }

  @Test
  void aStudyExtendedInStepsThatAreKilledComesToWhatTheLargestOneDoesAtOnce() throws Exception {
    Map<Long, List<Object>> before = Map.of();
    for (String step : STEPS) {
      Files.writeString(folder.resolve("grown.conf"), step);
      long recorded = before.size();
      if (recorded > 0) {
        planSaysWhatIsNew(recorded);
      }
      List<String> slowly = List.of("-D" + PAUSE + "=100");
      try (LabProcess killed = LabProcess.start(folder, slowly, "run", "grown.conf", "--extend")) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () ->
                    recorded()
                        .filter(results -> results.tally().recorded() > recorded)
                        .isPresent());
        killed.signal("KILL");
        assertThat(killed.exitCode()).isNotZero();
      }
      try (LabProcess resumed = lab("run", "grown.conf")) {
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
      }
      Map<Long, List<Object>> now = byTrial("grown.db");
      assertThat(now).containsAllEntriesOf(before);
      before = now;
    }
    try (LabProcess atOnce = lab("run", "grown.conf", "--notebook", "at-once.db")) {
      assertThat(atOnce.exitCode()).as(atOnce.err()).isZero();
    }

    List<List<Object>> grown = byParameters("grown.db");
    assertThat(grown)
        .hasSize(12 * 12 * 2 * 4)
        .containsExactlyInAnyOrderElementsOf(byParameters("at-once.db"));
  }

  private void planSaysWhatIsNew(long recorded) throws Exception {
    try (LabProcess plan = lab("plan", "grown.conf");
        LabProcess refused = lab("run", "grown.conf")) {
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out()).contains("grown         ", " trials are recorded and stay");
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.err()).contains("has grown: ", "Run it with --extend");
    }
    assertThat(recorded().orElseThrow().tally().trials()).isEqualTo(recorded);
  }

  private Optional<ResultSet> recorded() throws IOException {
    Path notebook = folder.resolve("grown.db");
    if (!Files.exists(notebook) || Files.size(notebook) == 0) {
      return Optional.empty();
    }
    try (Notebook open = Lab.read(notebook)) {
      return open.resultSet("grown");
    }
  }

  /** All rows as they are, but for a parameter that was none when they were recorded. */
  private Map<Long, List<Object>> byTrial(String notebook) {
    Map<Long, List<Object>> rows = new HashMap<>();
    try (Notebook open = Lab.read(folder.resolve(notebook));
        Stream<Row> all = open.resultSet("grown").orElseThrow().rows(Query.ALL)) {
      all.forEach(
          row ->
              rows.put(
                  row.trial(),
                  List.of(
                      row.point(),
                      row.replicate(),
                      row.engine(),
                      row.timing(),
                      row.parameters().get("a"),
                      row.parameters().get("b"),
                      row.results())));
    }
    return rows;
  }

  private List<List<Object>> byParameters(String notebook) {
    try (Notebook open = Lab.read(folder.resolve(notebook));
        Stream<Row> all = open.resultSet("grown").orElseThrow().rows(Query.ALL)) {
      return all.map(
              row ->
                  List.<Object>of(row.parameters(), row.replicate(), row.status(), row.results()))
          .toList();
    }
  }

  private LabProcess lab(String... arguments) throws IOException {
    return LabProcess.start(folder, arguments);
  }
}
