package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.internal.postgres.PostgresServer;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** Two labs with a notebook in PostgreSQL, of which one takes over from the other. */
class PostgresStandByIT {

  private static final int TRIALS = 990;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String PROFILE = LocalCluster.PROFILE;

  private static PostgresServer server;

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private String notebook;
  private int port;
  private int otherPort;

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

  private LabProcess first;
  private LabProcess second;

  @BeforeEach
  void startBothLabsAndTheEngines() throws IOException {
    port = FreePort.next();
    otherPort = FreePort.next();
    notebook = server.newSchema();
    Files.writeString(
        folder.resolve("squares.conf"),
        """
        study {
          experiment = { class = org.labactors.cli.Waiting, milliseconds = 60, failFrom = 10000 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        """
            .formatted(TRIALS));
    first = lab(port);
    start("node", "--profile", PROFILE, "--set", seeds(), "--set", "lab.engines=2");
    await().atMost(PATIENCE).until(() -> recorded() > 10);
    second = lab(otherPort);
    awaitText(second, "the lab at 127.0.0.1:" + port + " is at work; waiting to take over\n");
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  @Test
  void theLabAtWorkIsKilled() throws Exception {
    first.signal("KILL");

    awaitTakeOver();
    awaitEnd(second);
  }

  @Test
  void theLabAtWorkStandsStillForLongerThanTheClusterWaits() throws Exception {
    first.signal("STOP");
    // Its session with the server lives, so nobody else may write; but nobody is stuck either.
    awaitText(second, "is being written by process ");
    long before = recorded();
    first.signal("CONT");

    assertThat(before).isLessThan(TRIALS);
    awaitEnd(first, second);
  }

  @Test
  void theLabAtWorkIsKilledTogetherWithTheServer() throws Exception {
    server.kill();
    first.signal("KILL");

    awaitText(second, "it is the turn of this lab, but it must wait: ");
    assertThat(second.err()).contains("cannot be reached");
    server.restart();

    awaitTakeOver();
    awaitEnd(second);
  }

  @Test
  void bothLabsAreKilled() throws Exception {
    first.signal("KILL");
    second.signal("KILL");
    first.exitCode();
    second.exitCode();
    long before = recorded();

    LabProcess again = lab(otherPort);

    assertThat(before).isLessThan(TRIALS);
    awaitText(again, "this lab begins the cluster\n");
    awaitEnd(again);
  }

  private void awaitTakeOver() {
    awaitText(second, "the lab at 127.0.0.1:" + port + " is gone; this one is at work now\n");
  }

  /** Waits until one of the labs says that all is recorded, and looks whether it is so. */
  private void awaitEnd(LabProcess... labs) {
    String end = "\nsquares: all " + TRIALS + " trials are recorded in ";
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(labs).anySatisfy(each -> assertThat(each.err()).contains(end)));
    try (Notebook opened = Lab.read(notebook);
        Stream<Row> rows = opened.resultSet("squares").orElseThrow().rows(Query.ALL)) {
      Map<Long, Double> measured =
          rows.collect(Collectors.toMap(row -> row.getLong("x"), row -> row.getDouble("y")));
      assertThat(measured)
          .isEqualTo(
              LongStream.rangeClosed(1, TRIALS)
                  .boxed()
                  .collect(Collectors.toMap(x -> x, x -> (double) (x * x))));
      assertThat(opened.resultSet("squares").orElseThrow().tally().ok()).isEqualTo(TRIALS);
    }
  }

  private long recorded() {
    try (Notebook opened = Lab.read(notebook)) {
      return opened.resultSet("squares").map(results -> results.tally().recorded()).orElse(0L);
    }
  }

  private static void awaitText(LabProcess process, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(process.err()).contains(text));
  }

  private LabProcess lab(int at) throws IOException {
    return start(
        "node",
        "squares.conf",
        "--notebook",
        notebook,
        "--profile",
        PROFILE,
        "--set",
        seeds(),
        "--set",
        "lab.node.port=" + at,
        "--set",
        "lab.node.roles=[lab]");
  }

  private LabProcess start(String... arguments) throws IOException {
    LabProcess process = LabProcess.start(folder, arguments);
    processes.add(process);
    return process;
  }

  private String seeds() {
    return "lab.node.seeds=[\"127.0.0.1:" + port + "\",\"127.0.0.1:" + otherPort + "\"]";
  }
}
