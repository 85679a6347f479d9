package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.FreePort;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.LocaleCell.Printed;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.internal.text.SystemText;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.runfile.RunFile;

/**
 * Characters beyond ASCII on every way into a process and out of it, in every kind of locale and on
 * both releases of Java: they arrive as they were sent, or the command or the trial fails.
 *
 * <table>
 * <caption>What is sent in each locale, {@code C.UTF-8}, {@code C}, {@code POSIX}, and one that is
 * not installed, on Java 17 and 25</caption>
 * <tr><th>way</th><th>by the launcher</th><th>by another program</th></tr>
 * <tr><td>arguments, variables and input of a program, contents of files</td><td>whole</td>
 *   <td>whole</td></tr>
 * <tr><td>output of a program, in each format</td><td>whole</td><td>whole</td></tr>
 * <tr><td>names of attached files, of notebooks, of folders</td><td>whole</td>
 *   <td>whole, or refused</td></tr>
 * <tr><td>tag, description, attributes from the command line</td><td>whole</td>
 *   <td>whole, or refused</td></tr>
 * <tr><td>variables in a run file</td><td>whole</td><td>whole, or refused</td></tr>
 * <tr><td>listings and exports in each format</td><td>whole</td><td>whole</td></tr>
 * <tr><td>a node in another locale than the lab</td><td></td><td>whole</td></tr>
 * </table>
 */
class LocaleIT {

  private static final List<String> LOCALES = List.of("C.UTF-8", "C", "POSIX", "xx_YY.UTF-8");
  private static final List<Integer> RELEASES = List.of(17, 25);

  /** One to four bytes in UTF-8 for each character. */
  private static final String TEXT = "aé√漢😀ß";

  private static final String PROBE =
      """
      #!/bin/sh
      file=$(cat ./*.txt)
      name=$(ls ./*.txt)
      input=$(tr -d '\\n' | sed 's/.*"größe":"\\([^"]*\\)".*/\\1/')
      case $2 in
      json) form='{"argument":"%s","variable":"%s","file":"%s","name":"%s","input":"%s"}' ;;
      lines) form='argument=%s\\nvariable=%s\\nfile=%s\\nname=%s\\ninput=%s\\n' ;;
      csv) form='argument,variable,file,name,input\\n%s,%s,%s,%s,%s\\n' ;;
      esac
      printf "$form" "$1" "$VARIABLE" "$file" "$name" "$input"
      """;

  private static final String STUDY =
      """
      notebook = notes.db
      study {
        tag = "TEXT"
        description = "TEXT"
        experiment {
          class = Command
          command = [./probe.sh, "{größe}", FORMAT]
          environment { VARIABLE = "{größe}" }
          input = json
          output = FORMAT
          files = [probe.sh, "FILE"]
        }
        parameters { "größe" = "TEXT", k = [1, 2] }
        seed = 1
      }
      """;

  @TempDir private Path temporary;
  private Path folder;

  @BeforeEach
  void aShellIsThereAndThisJvmCanNameFiles() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no /bin/bash on this machine");
    assumeTrue(SystemText.passes(TEXT), "the tests themselves run in a locale without UTF-8");
    folder = Files.createDirectories(temporary.resolve("here"));
  }

  static Stream<Arguments> cells() {
    return LOCALES.stream()
        .flatMap(locale -> RELEASES.stream().map(java -> Arguments.of(locale, java)));
  }

  private LocaleCell cell(String locale, int release, Path place) throws Exception {
    Path java = JavaHomes.of(release).orElse(null);
    assumeTrue(java != null, "there is no Java " + release + " on this machine");
    return new LocaleCell(locale, java, place);
  }

  private static void study(Path place, String format, String file) throws Exception {
    LocaleCell.write(place.resolve("probe.sh"), PROBE);
    assertThat(place.resolve("probe.sh").toFile().setExecutable(true)).isTrue();
    LocaleCell.write(place.resolve(file), TEXT + "\n");
    LocaleCell.write(
        place.resolve(format + ".conf"),
        STUDY.replace("TEXT", TEXT).replace("FORMAT", format).replace("FILE", file));
  }

  private static void assertIsWhole(Notebook notebook, String tag, String file) {
    ResultSet results = notebook.resultSet(tag).orElseThrow();
    assertThat(results.description()).isEqualTo(TEXT);
    try (Stream<Row> rows = results.rows(Query.ALL)) {
      assertThat(rows)
          .hasSize(2)
          .allSatisfy(
              row -> {
                assertThat(row.failure()).isNull();
                assertThat(row.parameters()).containsEntry("größe", TEXT);
                assertThat(row.results())
                    .isEqualTo(
                        Map.of(
                            "argument", TEXT,
                            "variable", TEXT,
                            "file", TEXT,
                            "name", "./" + file,
                            "input", TEXT));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void byTheLauncherEverythingIsWhole(String locale, int release) throws Exception {
    Path place = Files.createDirectories(folder.resolve("in " + TEXT));
    for (String format : List.of("json", "lines", "csv")) {
      study(place, format, TEXT + ".txt");
    }
    String notebook = TEXT + ".db";
    String tag = "tag " + TEXT;
    List<List<String>> commands = new ArrayList<>();
    commands.add(List.of("run", "json.conf", "--notebook", notebook, "--tag", tag));
    commands.add(List.of("run", "lines.conf", "--notebook", notebook, "--tag", "lines"));
    commands.add(List.of("run", "csv.conf", "--notebook", notebook, "--tag", "csv"));
    commands.add(List.of("plan", "csv.conf", "--notebook", notebook, "--tag", "csv"));
    commands.add(List.of("notebook", "set", notebook, "n=" + TEXT, "--tag", tag));
    commands.add(List.of("notebook", "set", notebook, TEXT + "=1", "--tag", tag));
    commands.add(List.of("notebook", "describe", notebook, TEXT));
    int changes = commands.size();
    for (String format : List.of("table", "csv", "json")) {
      commands.add(List.of("notebook", "show", notebook, "--format", format));
      commands.add(List.of("notebook", "show", notebook, tag, "--format", format));
      commands.add(List.of("notebook", "attributes", notebook, "--tag", tag, "--format", format));
      commands.add(List.of("notebook", "parameters", notebook, tag, "--format", format));
    }
    for (String format : List.of("csv", "json", "jsonl", "epyc")) {
      commands.add(List.of("notebook", "export", notebook, tag, "--format", format));
    }
    commands.add(List.of("notebook", "export", notebook, tag, "-o", TEXT + ".csv"));

    Printed printed = cell(locale, release, place).launch(LocaleCell.launcher(temporary), commands);

    for (int i = 0; i < commands.size(); i++) {
      String text = printed.of(i);
      if (i < 3 || i >= changes) {
        assertThat(text).as("%s", commands.get(i)).contains(TEXT);
      }
      assertThat(text).as("%s", commands.get(i)).doesNotContain("?", "\ufffd");
    }
    assertThat(printed.err()).doesNotContain("?", "\ufffd");
    assertThat(place.resolve(TEXT + ".csv")).content().contains(TEXT);
    try (Notebook notes = Reading.open(place.resolve(notebook).toString())) {
      for (String each : List.of(tag, "lines", "csv")) {
        assertIsWhole(notes, each, TEXT + ".txt");
      }
      assertThat(notes.description()).isEqualTo(TEXT);
      assertThat(notes.resultSet(tag).orElseThrow().attributes())
          .isEqualTo(Map.of("n", TEXT, TEXT, 1L));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void withoutTheLauncherWhatCannotBeWholeIsRefused(String locale, int release) throws Exception {
    boolean whole = locale.equals("C.UTF-8");
    study(folder, "json", "data.txt");
    study(folder, "lines", TEXT + ".txt");
    LocaleCell.write(
        folder.resolve("variable.conf"),
        STUDY
            .replace("\"TEXT\"", "${VALUE}")
            .replace("FORMAT", "json")
            .replace("FILE", "data.txt"));
    List<List<String>> commands =
        List.of(
            List.of("run", "json.conf"),
            List.of("run", "lines.conf", "--notebook", "lines.db"),
            List.of("run", "json.conf", "--set", "notebook=\"\\u00e9.db\""),
            List.of("run", "variable.conf", "--notebook", "variable.db"),
            List.of("run", "json.conf", "--tag", TEXT, "--notebook", "tag.db"),
            List.of("notebook", "describe", "notes.db", "x" + TEXT),
            List.of("notebook", "show", "notes.db"));

    Printed printed = cell(locale, release, folder).start(Map.of("VALUE", TEXT), commands);

    try (Notebook notes = Reading.open(folder.resolve("notes.db").toString())) {
      assertIsWhole(notes, TEXT, "data.txt");
      assertThat(notes.description()).isEqualTo(whole ? "x" + TEXT : "");
    }
    assertThat(printed.of(0)).contains(TEXT);
    assertThat(printed.of(6)).contains(TEXT);
    List<String> codes = printed.out().stream().filter(l -> l.startsWith("== exit")).toList();
    String refused = whole ? "== exit code 0" : "== exit code 2";
    assertThat(codes)
        .containsExactly(
            "== exit code 0", refused, refused, refused, refused, refused, "== exit code 0");
    for (String file : List.of("lines.db", "é.db", "variable.db", "tag.db")) {
      assertThat(folder.resolve(file).toFile().exists()).as(file).isEqualTo(whole);
    }
    if (!whole) {
      assertThat(printed.err().lines().filter(line -> line.contains("encoding is")))
          .hasSize(5)
          .allMatch(line -> line.contains("Set LC_ALL to a locale with UTF-8, such as C.UTF-8"));
    }
  }

  @Test
  void nodesInAnyLocaleGiveProgramsTheSame() throws Exception {
    study(folder, "json", "data.txt");
    List<Process> nodes = new ArrayList<>();
    String seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    NodeSettings settings =
        NodeSettings.of(
            Profile.read(LocalCluster.PROFILE, folder, List.of("lab.node.roles=[lab]", seeds)));
    try (Lab lab = Lab.builder().notebook(folder.resolve("notes.db")).node(settings).open()) {
      for (int release : RELEASES) {
        if (JavaHomes.of(release).isPresent()) {
          for (String locale : LOCALES) {
            nodes.add(
                cell(locale, release, folder)
                    .node(
                        List.of(
                            "--profile",
                            LocalCluster.PROFILE,
                            "--set",
                            seeds,
                            "--set",
                            "lab.engines=1",
                            "--set",
                            "lab.code.cache=" + folder.resolve("cache"))));
          }
        }
      }
      await().atMost(Duration.ofMinutes(3)).until(() -> lab.engines() == nodes.size());

      try (RunFile file =
          RunFile.read(folder.resolve("json.conf"), List.of("study.replicates=50"), List.of())) {
        Run run = lab.submit(file.tag(), file.study());
        assertThat(run.await().ok()).isEqualTo(100);
        Set<String> engines = new HashSet<>();
        try (Stream<Row> rows = run.results().rows(Query.ALL)) {
          assertThat(rows.peek(row -> engines.add(row.engine())))
              .allSatisfy(
                  row ->
                      assertThat(row.results())
                          .containsEntry("argument", TEXT)
                          .containsEntry("variable", TEXT)
                          .containsEntry("file", TEXT)
                          .containsEntry("input", TEXT));
        }
        assertThat(engines).hasSameSizeAs(nodes);
      }
    } finally {
      nodes.forEach(Process::destroyForcibly);
      for (Process node : nodes) {
        assertThat(node.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
