package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.experiment.Status;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;

/**
 * What a lab survives: being killed, a full disk, experiments that would take it down with them.
 */
class SurvivalIT {

  private static final int TRIALS = 100_000;

  @TempDir private Path folder;

  @Test
  void aLabThatIsKilledTenTimesRecordsEachTrialOnceWithTheSameResults() throws Exception {
    long seed = System.nanoTime();
    System.out.println("kill -9 at moments drawn with seed " + seed);
    Random random = new Random(seed);
    writeRunFile(TRIALS);
    long before = 0;
    int interrupted = 0;
    for (int kill = 0; kill < 10; kill++) {
      long start = before;
      try (LabProcess lab = run("victim.db", "study.experiment.microseconds=200")) {
        await()
            .atMost(Duration.ofSeconds(40))
            .until(() -> recorded("victim.db") > start || lab.endsWithin(Duration.ofMillis(1)));
        if (!lab.endsWithin(Duration.ofMillis(random.nextInt(500)))) {
          interrupted++;
        }
        lab.signal("KILL");
        lab.exitCode();
      }
      long recorded = recorded("victim.db");
      assertThat(recorded)
          .as("recorded after kill %s, seed %s", kill, seed)
          .isGreaterThanOrEqualTo(before);
      before = recorded;
    }

    runToTheEnd("victim.db", "study.experiment.microseconds=200");
    runToTheEnd("undisturbed.db", "lab.engines=2");
    runToTheEnd("alone.db", "lab.engines=1");

    assertThat(interrupted).as("kills that hit a lab at work").isGreaterThanOrEqualTo(5);
    assertSameResults("victim.db", "undisturbed.db");
    assertSameResults("victim.db", "alone.db");
  }

  @Test
  void aFullDiskHoldsTheRunUpAndLosesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
        "a small file system cannot be mounted here; that takes root on Linux");
    try {
      writeRunFile(TRIALS);
      try (LabProcess lab = run("disk/full.db")) {
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(() -> assertThat(lab.err()).contains("full.db' is full; make room"));
        long before = recorded("disk/full.db");

        command("mount", "-o", "remount,size=100m", disk.toString());

        assertThat(lab.exitCode()).as(lab.err()).isZero();
        assertThat(before).isPositive().isLessThan(TRIALS);
      }
      runToTheEnd("undisturbed.db");
      assertSameResults("disk/full.db", "undisturbed.db");
    } finally {
      command("umount", "--lazy", disk.toString()); // the lab may not be gone yet
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "halt"})
  void anExperimentThatEndsTheJvmOnlyFails(String harm) throws Exception {
    writeRunFile(100);

    try (LabProcess lab =
        LabProcess.start(
            folder,
            List.of("-javaagent:" + guard()),
            "run",
            "draw.conf",
            "--set",
            "study.experiment.harm=" + harm)) {
      assertThat(lab.exitCode()).as(lab.err()).isEqualTo(3);
    }

    Row seventh = assertThatOnlyTheSeventhFailed();
    assertThat(seventh.failure().exception()).startsWith("java.lang.SecurityException");
  }

  @Test
  void anExperimentThatTakesAllMemoryOnlyFails() throws Exception {
    writeRunFile(100);

    try (LabProcess lab =
        LabProcess.start(
            folder,
            List.of("-Xmx64m"),
            "run",
            "draw.conf",
            "--set",
            "study.experiment.harm=hoard",
            "--set",
            "study.experiment.microseconds=10000")) {
      assertThat(lab.exitCode()).as(lab.err()).isEqualTo(3);
    }

    Row seventh = assertThatOnlyTheSeventhFailed();
    assertThat(seventh.failure().exception()).startsWith("java.lang.OutOfMemoryError");
    assertThat(seventh.attempt()).isEqualTo(2);
  }

  @Test
  void aStudyOfABillionPointsRunsInLittleMemory() throws Exception {
    writeRunFile(1_000_000_000);

    try (LabProcess lab = LabProcess.start(folder, List.of("-Xmx64m"), "run", "draw.conf")) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> recorded("draw.db") > 300_000 || lab.endsWithin(Duration.ofMillis(1)));
      lab.signal("INT");

      assertThat(lab.exitCode()).as(lab.err()).isEqualTo(130);
    }

    assertThat(recorded("draw.db")).isGreaterThan(300_000);
  }

  private void writeRunFile(long trials) throws IOException {
    Files.writeString(
        folder.resolve("draw.conf"),
        """
        notebook = "draw.db"
        study {
          experiment = { class = org.labactors.cli.Draw, microseconds = 0, harm = nothing }
          parameters { n { from = 0, to = %d, step = 1 } }
          seed = 42
        }
        lab { engines = 2 }
        """
            .formatted(trials - 1));
  }

  private LabProcess run(String notebook, String... settings) throws IOException {
    Stream<String> options = Stream.of(settings).flatMap(setting -> Stream.of("--set", setting));
    return LabProcess.start(
        folder,
        Stream.concat(Stream.of("run", "draw.conf", "--notebook", notebook), options)
            .toArray(String[]::new));
  }

  private void runToTheEnd(String notebook, String... settings) throws Exception {
    try (LabProcess lab = run(notebook, settings)) {
      assertThat(lab.exitCode()).as(lab.err()).isZero();
    }
  }

  private long recorded(String notebook) {
    return withResults(notebook, results -> results.tally().recorded()).orElse(0L);
  }

  private void assertSameResults(String one, String other) {
    List<Object> results = withResults(one, SurvivalIT::measured).orElseThrow();
    assertThat(results)
        .hasSize(TRIALS)
        .isEqualTo(withResults(other, SurvivalIT::measured).orElseThrow());
  }

  private static List<Object> measured(ResultSet results) {
    try (Stream<Row> rows = results.rows(Query.ALL)) {
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

  private Row assertThatOnlyTheSeventhFailed() {
    List<Row> rows =
        withResults(
                "draw.db",
                results -> {
                  try (Stream<Row> stream = results.rows(Query.ALL)) {
                    return stream.toList();
                  }
                })
            .orElseThrow();
    assertThat(rows).hasSize(100);
    List<Row> failed = rows.stream().filter(row -> row.status() != Status.OK).toList();
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0).parameters()).containsEntry("n", 7L);
    return failed.get(0);
  }

  private <T> Optional<T> withResults(String notebook, Function<ResultSet, T> use) {
    Optional<Notebook> there = Reading.openIfThere(folder.resolve(notebook).toString());
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Notebook opened = there.get()) {
      return opened.resultSet("draw").map(use);
    }
  }

  private static Path guard() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("..", "core", "target"))) {
      return jars.filter(jar -> jar.getFileName().toString().endsWith("-guard.jar"))
          .findFirst()
          .map(jar -> jar.toAbsolutePath().normalize())
          .orElseThrow(() -> new AssertionError("the jar of the guard has not been built"));
    }
  }

  private static boolean command(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }
}
