package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.command.Processes;
import org.labactors.experiment.Status;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

/** A Python script that is the experiment of a study, well-behaved and otherwise. */
class ScriptStudyIT {

  private static final String SCRIPT =
      """
      import json, os, random, signal, subprocess, sys, time
      given = json.load(sys.stdin)
      mode, sleep = given["mode"], sys.argv[1]
      if mode == "good":
          random.seed(given["_seed"])
          print(json.dumps({"square": given["x"] ** 2, "random": random.random()}))
      elif mode == "hang":
          signal.signal(signal.SIGTERM, signal.SIG_IGN)
          os.execvp("sleep", ["sleep", sleep])
      elif mode == "fork":
          child = subprocess.Popen(["sleep", sleep], start_new_session=True)
          child.wait()
      elif mode == "leave":
          subprocess.Popen(["sleep", sleep])
          print('{"square": 1}')
      elif mode == "garbage":
          print("hello")
      elif mode == "flood":
          subprocess.Popen(["sleep", sleep])
          while True:
              print("x" * 1000)
      elif mode == "raise":
          raise ValueError("x is " + str(given["x"]))
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private final String sleep = Processes.sleep();

  @BeforeEach
  void scripts() throws IOException {
    boolean python =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "python3")));
    assumeTrue(python, "there is no python3 on this machine");
    Files.createDirectories(folder.resolve("study"));
    Files.createDirectories(folder.resolve("elsewhere"));
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(folder.resolve("study/modes.py"), SCRIPT);
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  private void runFile(String modes, String more) throws IOException {
    Files.writeString(
        folder.resolve("study/modes.conf"),
        """
        study {
          tag = modes
          experiment {
            class = Command
            command = [python3, modes.py, "%s"]
            files = [modes.py]
            input = json
            outputLimit = 1000000
          }
          parameters { mode = [%s], x { from = 1, to = 2, step = 1 } }
          seed = 42
          %s
        }
        """
            .formatted(sleep, modes, more));
  }

  private LabProcess lab(String place, String... arguments) throws IOException {
    LabProcess process =
        LabProcess.start(
            folder.resolve(place), List.of("-Djava.io.tmpdir=" + folder.resolve("tmp")), arguments);
    processes.add(process);
    return process;
  }

  /** Starting programs on a busy machine takes its time. */
  private static int exitCode(LabProcess process) throws Exception {
    assertThat(process.endsWithin(PATIENCE)).isTrue();
    return process.exitCode();
  }

  private List<Row> rows() {
    String file = folder.resolve("elsewhere/modes.db").toString();
    try (Notebook notebook = Reading.openIfThere(file).orElseThrow();
        Stream<Row> rows = notebook.resultSet("modes").orElseThrow().rows(Query.ALL)) {
      return rows.toList();
    }
  }

  private Map<Status, Long> statuses(String mode) {
    return rows().stream()
        .filter(row -> mode.equals(row.parameters().get("mode")))
        .collect(Collectors.groupingBy(Row::status, Collectors.counting()));
  }

  private void assertNothingIsLeft() throws IOException {
    assertThat(Processes.with(sleep)).isEmpty();
    try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("lab-trial-") || name.startsWith("lab-shell-"));
    }
  }

  @Test
  void whatMisbehavesIsRecordedAsFailedAndLeavesNothingBehind() throws Exception {
    runFile("good, hang, fork, leave, garbage, flood, raise", "timeout = 10s");

    LabProcess run = lab("elsewhere", "run", "../study/modes.conf", "--engines", "2");

    assertThat(exitCode(run)).as(run.err()).isEqualTo(3);
    assertThat(statuses("good")).isEqualTo(Map.of(Status.OK, 2L));
    assertThat(statuses("hang")).isEqualTo(Map.of(Status.TIMED_OUT, 2L));
    assertThat(statuses("fork")).isEqualTo(Map.of(Status.TIMED_OUT, 2L));
    assertThat(statuses("leave")).isEqualTo(Map.of(Status.FAILED, 2L));
    assertThat(statuses("garbage")).isEqualTo(Map.of(Status.FAILED, 2L));
    assertThat(statuses("flood")).isEqualTo(Map.of(Status.FAILED, 2L));
    assertThat(statuses("raise")).isEqualTo(Map.of(Status.FAILED, 2L));
    for (Row row : rows()) {
      if (row.status() == Status.OK) {
        assertThat(row.getLong("square")).isEqualTo(row.getLong("x") * row.getLong("x"));
      }
    }
    assertThat(failures("raise")).anyMatch(text -> text.endsWith(": ValueError: x is 2"));
    assertThat(failures("flood"))
        .allMatch(text -> text.contains("wrote more than 1000000 bytes to its standard output"));
    assertThat(failures("garbage")).allMatch(text -> text.contains("it is not JSON: line 1"));
    assertThat(failures("leave")).allMatch(text -> text.contains("still held its output open"));
    assertNothingIsLeft();
  }

  private List<String> failures(String mode) {
    return rows().stream()
        .filter(row -> mode.equals(row.parameters().get("mode")))
        .map(row -> row.failure().exception())
        .toList();
  }

  @Test
  void aScriptTravelsToTheEnginesOfOtherNodes() throws Exception {
    runFile("good", "replicates = 3");
    String profile =
        Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();
    String seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    LabProcess node =
        lab("tmp", "node", "--profile", profile, "--set", seeds, "--set", "lab.engines=2");

    LabProcess run =
        lab("elsewhere", "run", "../study/modes.conf", "--profile", profile, "--set", seeds);

    assertThat(exitCode(run)).as(run.err()).isZero();
    List<Double> many = random();
    assertThat(many).hasSize(6).doesNotHaveDuplicates();
    node.signal("TERM");
    assertThat(exitCode(node)).as(node.err()).isZero();
    Files.delete(folder.resolve("elsewhere/modes.db"));
    LabProcess alone = lab("elsewhere", "run", "../study/modes.conf", "--engines", "1");
    assertThat(exitCode(alone)).as(alone.err()).isZero();
    assertThat(random()).isEqualTo(many);
    assertNothingIsLeft();
  }

  private List<Double> random() {
    return rows().stream().map(row -> row.getDouble("random")).toList();
  }

  @Test
  void largeFilesTravelToTheEnginesOfOtherNodes() throws Exception {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    Files.createDirectories(folder.resolve("study/data/deep"));
    Files.write(folder.resolve("study/data/deep/large.bin"), large);
    Files.writeString(folder.resolve("study/data/small.txt"), "small");
    Files.writeString(
        folder.resolve("study/modes.conf"),
        """
        study {
          tag = modes
          experiment {
            class = Command
            command = [sh, -c, "echo x=$(cat data/small.txt); cmp data/deep/large.bin $1 && echo same=1",
                       sh, "{mode}"]
            files = ["data/**"]
            output = lines
          }
          parameters { mode = "%s", k = [1, 2] }
          seed = 42
        }
        """
            .formatted(folder.resolve("study/data/deep/large.bin")));
    String profile =
        Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();
    String seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    String cache = "lab.code.cache=" + folder.resolve("cache");
    LabProcess node = lab("tmp", "node", "--profile", profile, "--set", seeds, "--set", cache);

    LabProcess run =
        lab("elsewhere", "run", "../study/modes.conf", "--profile", profile, "--set", seeds);

    assertThat(exitCode(run)).as(run.err()).isZero();
    assertThat(rows())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.results()).containsEntry("same", 1L));
    assertThat(node.err()).contains("fetching data/deep/large.bin (").contains(", 3145728 bytes");
    Files.delete(folder.resolve("elsewhere/modes.db"));
    LabProcess alone = lab("elsewhere", "run", "../study/modes.conf", "--engines", "2");
    assertThat(exitCode(alone)).as(alone.err()).isZero();
    assertThat(rows()).hasSize(2);
    node.signal("TERM");
    assertThat(node.endsWithin(PATIENCE)).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void whatHangsEndsWithTheLab() throws Exception {
    runFile("hang", "");
    LabProcess run = lab("elsewhere", "run", "../study/modes.conf", "--engines", "2");
    await().atMost(PATIENCE).until(() -> Processes.with("sleep " + sleep).size() == 2);

    run.signal("INT");

    assertThat(exitCode(run)).as(run.err()).isEqualTo(130);
    assertThat(rows()).isEmpty();
    assertNothingIsLeft();
  }
}
