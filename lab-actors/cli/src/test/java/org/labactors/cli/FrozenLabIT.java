package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** The lab's process stands still for so long that its engines give it up. */
class FrozenLabIT {

  private static final int TRIALS = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PROFILE =
      Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  @Test
  void theStudyGoesOnWhenTheProcessDoes() throws Exception {
    String seed = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    Files.writeString(
        folder.resolve("squares.conf"),
        """
        study {
          tag        = squares
          experiment = { class = org.labactors.cli.Waiting, milliseconds = 25, failFrom = 10000 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        """
            .formatted(TRIALS));
    LabProcess node = lab("node", "--set", seed, "--set", "lab.engines=2");
    LabProcess run = lab("run", "squares.conf", "--set", seed);
    await().atMost(PATIENCE).until(() -> recorded() > 20);

    run.signal("STOP");
    await().atMost(PATIENCE).until(() -> node.err().split("engine node on", -1).length > 2);
    long whenFrozen = recorded();
    run.signal("CONT");

    assertThat(run.exitCode()).as(run.err() + node.err()).isZero();
    assertThat(whenFrozen).isLessThan(TRIALS);
    try (Notebook notebook = Reading.open(file().toString());
        Stream<Row> rows = notebook.resultSet("squares").orElseThrow().rows(Query.ALL)) {
      List<Row> all = rows.toList();
      assertThat(all).extracting(Row::trial).hasSize(TRIALS).doesNotHaveDuplicates();
      assertThat(all)
          .allSatisfy(
              row ->
                  assertThat(row.getDouble("y")).isEqualTo(Math.pow((double) row.getLong("x"), 2)));
    }
  }

  private LabProcess lab(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--profile",
            PROFILE,
            "--set",
            "akka.cluster.split-brain-resolver.stable-after=1s",
            "--set",
            "akka.cluster.failure-detector.acceptable-heartbeat-pause=2s"));
    LabProcess process = LabProcess.start(folder, all.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  private long recorded() {
    return new RecordedTrials(file()).count("squares");
  }

  private Path file() {
    return folder.resolve("squares.db");
  }
}
