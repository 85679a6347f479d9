package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.bundle.JarFiles;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.RunFile;

/** Engines in other processes run experiments that are on nobody's class path. */
class CodeIT {

  private static final int TRIALS = 300;
  private static final Path PROFILE = Path.of("..", "config", "profiles", "cluster.conf");

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private String seeds;
  private int nodes;

  @BeforeEach
  void writeRunFile() throws IOException {
    seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    Files.writeString(
        folder.resolve("mine.conf"),
        """
        study {
          experiment = { class = mine.Mine, factor = 3 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        """
            .formatted(TRIALS));
    jar("one");
  }

  private Path jar(String version) throws IOException {
    return JarFiles.jar(
        folder.resolve(version + ".jar"), "mine.Mine", JarFiles.experiment("mine.Mine", version));
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  @Test
  void aJarOnNobodysClassPathRunsOnEnginesInOtherProcesses() throws Exception {
    LabProcess first = node();
    LabProcess second = node();
    LabProcess run = run("--notebook", "many.db", "--set", "lab.min-engines=4");

    assertThat(run.exitCode()).as(run.err()).isZero();

    LabProcess alone = start("run", "mine.conf", "--code", "one.jar", "--notebook", "one.db");
    assertThat(alone.exitCode()).as(alone.err()).isZero();
    assertThat(measured("many.db")).hasSize(TRIALS).isEqualTo(measured("one.db"));
    assertThat(nodesOf("many.db")).hasSize(2);
    for (LabProcess node : List.of(first, second)) {
      assertThat(node.err()).containsOnlyOnce("lab: fetching one.jar (");
    }
  }

  @Test
  void twoVersionsOfAClassRunAtTheSameTime() throws Exception {
    node();
    Path two = jar("two");
    Path file = folder.resolve("mine.conf");
    NodeSettings settings =
        NodeSettings.of(
            Profile.read(PROFILE.toString(), PROFILE, List.of(seeds, cache("lab of the test"))));

    try (RunFile ofOne = RunFile.read(file, List.of(), List.of(folder.resolve("one.jar")));
        RunFile ofTwo = RunFile.read(file, List.of(), List.of(two));
        Lab lab = Lab.open(Lab.MEMORY, settings)) {
      Run one = lab.submit("one", ofOne.study(), new RecordOptions("", false, ofOne.code()));
      Run other = lab.submit("two", ofTwo.study(), new RecordOptions("", false, ofTwo.code()));
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> one.progress().recorded() > 0 && other.progress().recorded() > 0);

      assertThat(one.await().ok()).isEqualTo(TRIALS);
      assertThat(other.await().ok()).isEqualTo(TRIALS);
      assertThat(versions(one.results())).containsExactly("one");
      assertThat(versions(other.results())).containsExactly("two");
    }
  }

  @Test
  void anEngineThatLacksTheCodeIsLeftOutAndNamed() throws Exception {
    node("--set", "lab.code.fetch=off");
    node();
    // Alone, the engines that cannot run the study would be the end of it.
    LabProcess run =
        run("--notebook=many.db", "--set=study.parameters.x.to=1000000", "--set=lab.min-engines=4");

    await()
        .atMost(Duration.ofMinutes(3))
        .untilAsserted(
            () ->
                assertThat(run.err())
                    .contains(
                        "lab: warning: left out: 127.0.0.1:",
                        ": experiment.class = \"mine.Mine\": there is no such class in"
                            + " the laboratory's own class path\n",
                        "lab.code.fetch = off on this node, so one.jar has to be on its own class"
                            + " path."));
    await().atMost(Duration.ofMinutes(3)).until(() -> !rows("many.db").isEmpty());
    run.signal("INT");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
    assertThat(nodesOf("many.db")).hasSize(1);
    assertThat(run.err()).doesNotContain("\tat ");
  }

  @Test
  void aStudyThatNoEngineCanRunIsBrokenOffWithTheReason() throws Exception {
    node("--set", "lab.code.fetch=off");

    LabProcess run = run();

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.UNFINISHED);
    assertThat(run.err())
        .contains(
            "could not be finished: no engine can run it: experiment.class = \"mine.Mine\": there is"
                + " no such class in the laboratory's own class path\n",
            "lab.code.fetch = off on this node, so one.jar has to be on its own class path.")
        .doesNotContain("\tat ");
  }

  private LabProcess node(String... more) throws IOException {
    nodes++;
    List<String> all = new ArrayList<>(List.of("node", "--profile", PROFILE.toAbsolutePath() + ""));
    all.addAll(List.of("--set", seeds, "--set", "lab.engines=2", "--set", cache("node" + nodes)));
    all.addAll(List.of(more));
    return start(all.toArray(String[]::new));
  }

  private LabProcess run(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of("run", "mine.conf", "--code", "one.jar"));
    all.addAll(List.of("--profile", PROFILE.toAbsolutePath() + "", "--set", seeds));
    all.addAll(List.of("--set", cache("lab")));
    all.addAll(List.of(more));
    return start(all.toArray(String[]::new));
  }

  private String cache(String name) {
    return "lab.code.cache=\"" + folder.resolve(name) + "\"";
  }

  private LabProcess start(String... arguments) throws IOException {
    LabProcess process = LabProcess.start(folder, arguments);
    processes.add(process);
    return process;
  }

  private List<String> measured(String file) {
    return rows(file).stream()
        .map(row -> row.trial() + " " + row.parameters() + " " + row.status() + " " + row.results())
        .sorted()
        .toList();
  }

  private Set<String> nodesOf(String file) {
    return rows(file).stream()
        .map(row -> row.engine().replaceFirst("/.*", ""))
        .collect(Collectors.toSet());
  }

  private List<Row> rows(String file) {
    try (Notebook notebook = Reading.openIfThere(folder.resolve(file).toString()).orElseThrow();
        Stream<Row> rows = notebook.resultSet("mine").orElseThrow().rows(Query.ALL)) {
      return rows.toList();
    }
  }

  private static Set<Object> versions(ResultSet results) {
    try (Stream<Row> rows = results.rows(Query.ALL)) {
      return rows.map(row -> row.results().get("version")).collect(Collectors.toSet());
    }
  }
}
