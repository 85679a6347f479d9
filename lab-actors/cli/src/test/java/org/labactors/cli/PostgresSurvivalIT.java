package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.internal.postgres.PostgresServer;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;

/** A study of 100,000 trials in PostgreSQL, while its server is killed, and while the lab is. */
class PostgresSurvivalIT {

  private static final int TRIALS = 100_000;
  private static final int MICROSECONDS = 40;

  /** Others may have work for the machine too. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  private static PostgresServer server;

  private String notebook;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void writeRunFile() throws IOException {
    notebook = server.newSchema();
    Files.writeString(
        folder.resolve("draw.conf"),
        """
        study {
          experiment = { class = org.labactors.cli.Draw, microseconds = 0, harm = nothing }
          parameters { n { from = 0, to = %d, step = 1 } }
          seed = 42
        }
        lab { engines = 2 }
        """
            .formatted(TRIALS - 1));
  }

  @Test
  void aServerThatIsKilledTwiceHoldsTheRunUpAndLosesNothing() throws Exception {
    try (LabProcess lab = run(notebook, MICROSECONDS)) {
      for (int kill = 1; kill <= 2; kill++) {
        long enough = kill * (TRIALS / 4L);
        await().atMost(PATIENCE).until(() -> recorded() > enough);
        int said = lab.err().length();

        server.kill();
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> assertThat(lab.err().substring(said)).contains("cannot be reached"));
        assertThat(lab.endsWithin(Duration.ofMillis(1))).as(lab.err()).isFalse();
        server.restart();
      }

      assertThat(lab.endsWithin(PATIENCE)).as(lab.err()).isTrue();
      assertThat(lab.exitCode()).as(lab.err()).isZero();
    }

    assertEachTrialIsRecordedOnce();
  }

  @Test
  void aLabThatIsKilledThreeTimesRecordsEachTrialOnce() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kill -9 at moments drawn with seed " + seed);
    Random random = new Random(seed);
    int interrupted = 0;
    for (int kill = 0; kill < 3; kill++) {
      long before = kill == 0 ? 0 : recorded();
      try (LabProcess lab = run(notebook, MICROSECONDS)) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> (isBegun() && recorded() > before) || lab.endsWithin(Duration.ofMillis(1)));
        if (!lab.endsWithin(Duration.ofMillis(random.nextInt(400)))) {
          interrupted++;
        }
        lab.signal("KILL");
        lab.exitCode();
      }
      assertThat(recorded()).as("recorded after kill %s, seed %s", kill, seed).isGreaterThan(0);
    }

    runToTheEnd(notebook);

    assertThat(interrupted).as("kills that hit a lab at work").isGreaterThanOrEqualTo(2);
    assertEachTrialIsRecordedOnce();
  }

  private void assertEachTrialIsRecordedOnce() throws Exception {
    runToTheEnd("undisturbed.db");
    List<Object> expected = measured(folder.resolve("undisturbed.db").toString());

    assertThat(measured(notebook)).hasSize(TRIALS).isEqualTo(expected);
    assertThat(PostgresServer.sql(notebook, "SELECT count(*), count(DISTINCT _trial) FROM draw"))
        .isEqualTo(TRIALS + "|" + TRIALS);
    try (Notebook opened = Lab.read(notebook)) {
      assertThat(opened.resultSet("draw").orElseThrow().tally())
          .isEqualTo(new Tally(TRIALS, TRIALS, 0));
    }
  }

  private LabProcess run(String notebook, int microseconds) throws IOException {
    return LabProcess.start(
        folder,
        "run",
        "draw.conf",
        "--notebook",
        notebook,
        "--set",
        "study.experiment.microseconds=" + microseconds);
  }

  private void runToTheEnd(String notebook) throws Exception {
    try (LabProcess lab = run(notebook, notebook.startsWith("jdbc:") ? MICROSECONDS : 0)) {
      assertThat(lab.endsWithin(PATIENCE)).as(lab.err()).isTrue();
      assertThat(lab.exitCode()).as(lab.err()).isZero();
    }
  }

  private boolean isBegun() {
    try (Notebook opened = Lab.read(notebook)) {
      return opened.resultSet("draw").isPresent();
    }
  }

  private long recorded() {
    try (Notebook opened = Lab.read(notebook)) {
      return opened.resultSet("draw").map(results -> results.tally().recorded()).orElse(0L);
    }
  }

  private static List<Object> measured(String notebook) {
    try (Notebook opened = Lab.read(notebook);
        Stream<Row> rows = opened.resultSet("draw").orElseThrow().rows(Query.ALL)) {
      return rows.map(
              row ->
                  (Object)
                      List.of(
                          row.trial(),
                          row.row(),
                          row.point(),
                          row.replicate(),
                          row.status(),
                          row.parameters(),
                          row.results()))
          .toList();
    }
  }
}
