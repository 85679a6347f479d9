package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.internal.code.JarFiles;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.runfile.RunFile;

/** Engines in other processes run experiments that are on nobody's class path. */
class CodeIT {

  private static final int TRIALS = 300;
  private static final Path PROFILE = Path.of("..", "..", "config", "profiles", "cluster.conf");

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
        Lab lab = Lab.builder().inMemory().node(settings).open()) {
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
  void aStudyThatNoEngineCanRunIsRefusedWithTheReason() throws Exception {
    node("--set", "lab.code.fetch=off");

    LabProcess run = run();

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(run.err())
        .contains(
            "mine refused: no engine can run it: experiment.class = \"mine.Mine\": there is"
                + " no such class in the laboratory's own class path\n",
            "lab.code.fetch = off on this node, so one.jar has to be on its own class path.")
        .doesNotContain("\tat ");
  }

  @Test
  void aLibraryThatIsMissingIsToldBeforeTheFirstTrialOnOneMachine() throws Exception {
    experimentWithALibrary();

    for (String command : List.of("run", "plan")) {
      LabProcess refused = start(command, "needy.conf", "--code", "needy.jar");

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.WRONG_INPUT);
      assertThat(refused.err())
          .startsWith(
              """
              lab: needy.conf:2: study.experiment = "mine.Needy": mine.Needy cannot run:
                lib.Lib is missing, needed by mine.Needy.run(Needy.java:5)
              Looked for in needy.jar and the laboratory's own class path.
              Name the jars with them in study.code or with --code""")
          .doesNotContain("\tat ");
    }
    assertThat(folder.resolve("needy.db")).doesNotExist();

    LabProcess run = start("run", "needy.conf", "--code", "needy.jar", "--code", "lib.jar");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void aLibraryThatIsMissingIsToldBeforeTheFirstTrialOnACluster() throws Exception {
    experimentWithALibrary();
    node();

    LabProcess refused = start(onCluster("run", "needy.conf", "--code", "needy.jar"));

    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCode.WRONG_INPUT);
    assertThat(refused.err())
        .contains(
            "lab: warning: engines may lack code: needy.conf:2: ",
            """
            lab: needy refused: no engine can run it: mine.Needy cannot run:
              lib.Lib is missing, needed by mine.Needy.run(Needy.java:5)
            Looked for in needy.jar (""")
        .doesNotContain("\tat ");
    assertThat(rows("needy.db", "needy")).isEmpty();
    LabProcess run =
        start(onCluster("run", "needy.conf", "--code", "needy.jar", "--code", "lib.jar"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(rows("needy.db", "needy")).hasSize(100);
  }

  @Test
  void aLibraryThatIsMissingIsToldBeforeTheFirstTrialByAProgram() throws Exception {
    experimentWithALibrary();
    node();

    assertThat(program(List.of("needy.jar"), "alone.db"))
        .startsWith("refused: mine.Needy cannot run:\n  lib.Lib is missing, needed by ")
        .contains("Looked for in the class path of this program.\n");
    assertThat(program(List.of("needy.jar"), "many.db", onCluster()))
        .startsWith("REFUSED 0 no engine can run it: mine.Needy cannot run:\n  lib.Lib is missing");
  }

  @Test
  void aProgramSendsTheLibrariesOnItsClassPathToNodesThatHaveNothing() throws Exception {
    experimentWithALibrary();
    LabProcess node = node();

    assertThat(program(List.of("needy.jar", "lib.jar"), "many.db", onCluster()))
        .isEqualTo("COMPLETED 100 \n");
    assertThat(rows("many.db", "needy")).allMatch(row -> row.engine().contains("127.0.0.1"));
    assertThat(node.err())
        .contains("fetching needy.jar (", "fetching lib.jar (")
        .doesNotContain("fetching akka-stream", "fetching sqlite-", "fetching scala-");
  }

  @Test
  void anExperimentInsideASourceFileRunsOnOneMachineAndIsRefusedOnACluster() throws Exception {
    Files.writeString(
        folder.resolve("Inside.java"),
        programOf(
            "record Sum(int k) implements org.labactors.experiment.Experiment {"
                + " public org.labactors.experiment.Values run(org.labactors.experiment.Trial trial) {"
                + " return org.labactors.experiment.Values.of(\"y\", k + trial.getLong(\"x\")); } }",
            "Inside",
            "new org.labactors.combinator.Repeated(new Sum(1), 3)"));

    assertThat(java("Inside.java", List.of(), "alone.db")).isEqualTo("COMPLETED 100 \n");
    assertThat(java("Inside.java", List.of(), "many.db", onCluster()))
        .isEqualTo(
            """
            refused: Inside.java was compiled in memory, so its classes cannot be sent to the engines
            Compile it into a folder of the class path: javac -d classes Inside.java
            """);
  }

  @Test
  void librariesThatTheManifestOfAJarNamesGoWithIt() throws Exception {
    experimentWithALibrary();
    LabProcess node = node();
    Path manifest = Files.writeString(folder.resolve("manifest"), "Class-Path: lib.jar\n");
    ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "--update",
            "--file=" + folder.resolve("needy.jar"),
            "--manifest=" + manifest);

    LabProcess run = start(onCluster("run", "needy.conf", "--code", "needy.jar"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(node.err()).contains("fetching needy.jar (", "fetching lib.jar (");
  }

  /** An experiment in {@code needy.jar} that needs {@code lib.jar}. */
  private void experimentWithALibrary() throws IOException {
    Files.writeString(
        folder.resolve("needy.conf"),
        """
        study {
          experiment = mine.Needy
          parameters { x { from = 1, to = 100, step = 1 } }
          seed       = 42
        }
        """);
    Path lib = Files.createDirectory(folder.resolve("lib"));
    JarFiles.compile(
        lib,
        "lib.Lib",
        "package lib; public class Lib { public static long twice(long x) { return 2 * x; } }");
    JarFiles.pack(lib, folder.resolve("lib.jar"));
    JarFiles.jar(
        folder.resolve("needy.jar"),
        "mine.Needy",
        """
        package mine;
        import org.labactors.experiment.*;
        public record Needy() implements Experiment {
          public Values run(Trial trial) {
            return Values.of("y", lib.Lib.twice(trial.getLong("x")));
          }
        }
        """,
        "-cp",
        System.getProperty("java.class.path") + File.pathSeparator + lib);
  }

  /**
   * Runs the experiment from a program.
   *
   * @return what it prints
   */
  private String program(List<String> jars, String notebook, String... settings)
      throws IOException, InterruptedException {
    JarFiles.jar(
        folder.resolve("program.jar"),
        "NeedyProgram",
        programOf("", "NeedyProgram", "new mine.Needy()"),
        "-cp",
        System.getProperty("java.class.path") + File.pathSeparator + folder.resolve("needy.jar"));
    return java("NeedyProgram", jars, notebook, settings);
  }

  private static String programOf(String members, String name, String experiment) {
    return """
        import java.nio.file.Path;
        import java.util.List;
        import org.labactors.*;
        import org.labactors.design.Range;
        import org.labactors.node.*;
        import org.labactors.study.Progress;
        import org.labactors.study.Study;
        public class %s {
          %s
          public static void main(String... arguments) throws Exception {
            Study study = Study.of(%s).with("x", Range.stepped(1L, 100L, 1L)).seed(42);
            List<String> settings = List.of(arguments).subList(1, arguments.length);
            Path profile = Path.of("%s");
            try (Lab lab = settings.isEmpty()
                ? Lab.builder().notebook(arguments[0]).engines(1).open()
                : Lab.builder().notebook(arguments[0]).node(NodeSettings.of(Profile.read(profile.toString(), profile, settings))).open()) {
              Progress end = lab.submit("needy", study).awaitEnd();
              System.out.println(end.state() + " " + end.ok() + " " + end.trouble().orElse(""));
            } catch (IllegalArgumentException | org.labactors.notebook.NotebookException refusal) {
              System.out.println("refused: " + refusal.getMessage());
            }
          }
        }
        """
        .formatted(name, members, experiment, PROFILE.toAbsolutePath().normalize());
  }

  private String java(String program, List<String> jars, String notebook, String... settings)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of("-cp", classPath(jars), "-Dlogback.configurationFile=logback-lab.xml"));
    command.addAll(List.of(program, notebook));
    for (String each : settings) {
      if (each.startsWith("lab.")) {
        command.add(each);
      }
    }
    Path out = folder.resolve("program.out");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("program.err").toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out);
  }

  /** The laboratory, without what only its tests need, and these. */
  private String classPath(List<String> jars) {
    List<String> entries =
        new ArrayList<>(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(
                    entry ->
                        !entry.matches(
                            ".*(test-classes|-tests\\.jar|junit|archunit|postgres-bin|byte-buddy|assertj|compress|lang3).*"))
                .toList());
    jars.forEach(jar -> entries.add(folder.resolve(jar).toString()));
    entries.add(folder.resolve("program.jar").toString());
    return String.join(File.pathSeparator, entries);
  }

  private String[] onCluster(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--profile", PROFILE.toAbsolutePath() + "", "--set", seeds));
    all.addAll(List.of("--set", cache("lab")));
    return all.toArray(String[]::new);
  }

  private LabProcess node(String... more) throws IOException {
    nodes++;
    List<String> all = new ArrayList<>(List.of("node", "--profile", PROFILE.toAbsolutePath() + ""));
    all.addAll(List.of("--set", seeds, "--set", "lab.engines=2", "--set", cache("node" + nodes)));
    all.addAll(List.of(more));
    return start(all.toArray(String[]::new));
  }

  private LabProcess run(String... more) throws IOException {
    List<String> all = new ArrayList<>(List.of(onCluster("run", "mine.conf", "--code", "one.jar")));
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
    return rows(file, "mine");
  }

  private List<Row> rows(String file, String tag) {
    try (Notebook notebook = Reading.openIfThere(folder.resolve(file).toString()).orElseThrow();
        Stream<Row> rows = notebook.resultSet(tag).orElseThrow().rows(Query.ALL)) {
      return rows.toList();
    }
  }

  private static Set<Object> versions(ResultSet results) {
    try (Stream<Row> rows = results.rows(Query.ALL)) {
      return rows.map(row -> row.results().get("version")).collect(Collectors.toSet());
    }
  }
}
