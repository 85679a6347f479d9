package org.labactors.cli.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.cli.Screen;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.runfile.RunFile;

/** What {@code lab run} would refuse, {@code lab plan} refuses in the same words. */
class PlanCommandTest {

  @TempDir private Path folder;
  private Path notebook;
  private Path runFile;

  @BeforeEach
  void writeRunFile() throws IOException {
    notebook = folder.resolve("notes.db");
    runFile =
        Files.writeString(
            folder.resolve("squares.conf"),
            """
            study {
              experiment = { class = org.labactors.cli.Waiting, milliseconds = 0, failFrom = 100 }
              parameters { x { from = 1, to = 40, step = 1 } }
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void aTagOfTheNotebooksOwnIsRefused(String command) {
    refused("the tag 'sqlite_x' starts with '_' or 'sqlite_'", command, "--tag", "sqlite_x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void anAddressWithAPasswordIsRefusedAndThePasswordIsNotShown(String command) throws Exception {
    Files.writeString(
        runFile,
        """
        notebook = "jdbc:postgresql://127.0.0.1:1/db?user=me&password=swordfish"
        study {
          experiment = { class = org.labactors.cli.Waiting, milliseconds = 0, failFrom = 100 }
          parameters { x { from = 1, to = 40, step = 1 } }
        }
        """);
    Screen screen = new Screen();

    int exitCode = screen.lab(command, runFile.toString());

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).contains("has a password in it").doesNotContain("swordfish");
    assertThat(screen.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void aTagThatDiffersInCaseFromARecordedOneIsRefused(String command) {
    record("dice");

    refused("the tag 'DICE' differs from 'dice'", command, "--tag", "DICE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void aTagThatIsATableOfAnotherOriginIsRefused(String command) throws Exception {
    record("dice");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + notebook);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE mine (x)");
    }

    refused("has a table, view or index 'Mine' of another origin", command, "--tag", "Mine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void aNumberOfEnginesThatLeavesNoneIsRefused(String command) {
    refused("lab.engines = -1000 leaves no engine on ", command, "--set", "lab.engines=-1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void aNotebookInAFolderThatIsNotThereIsRefused(String command) {
    notebook = folder.resolve("none").resolve("notes.db");

    refused("cannot be created: there is no folder '" + folder.resolve("none"), command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void valuesThatAreListedTwiceAreWarnedOf(String command) {
    Screen screen = new Screen();

    int exitCode = lab(screen, command, "--set", "study.parameters.x=[5, 5]");

    assertThat(exitCode).as(screen.err()).isZero();
    assertThat(screen.out() + screen.err())
        .containsPattern("warning:? +the parameter 'x' has more than once: 5; equal points give");
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "run"})
  void anotherTimeLimitIsNoOtherStudyAndIsSaid(String command) {
    try (WritableNotebook there = Notebooks.open(notebook);
        RunFile file = RunFile.read(runFile);
        Recorder recorder =
            there.record(
                "squares",
                file.study().seed(1).timeout(Duration.ofSeconds(10)),
                RecordOptions.DEFAULT)) {
      recorder.record(List.of(Recordings.batch(Recordings.ok(0, "y", 1.0))));
    }
    Screen screen = new Screen();

    int exitCode = lab(screen, command, "--set", "study.timeout=20s");

    assertThat(exitCode).as(screen.err()).isZero();
    assertThat(screen.out() + screen.err())
        .containsPattern("warning:? +the time limit was 10 s, and is 20 s from now on")
        .doesNotContain("another study");
  }

  @Test
  void aPlanThatCanRunCreatesNothing() throws IOException {
    Screen screen = new Screen();

    assertThat(lab(screen, "plan")).as(screen.err()).isZero();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(runFile);
    }
  }

  @Test
  void aNotebookInMemoryCanBePlanned() {
    Screen screen = new Screen();
    notebook = Path.of("memory");

    assertThat(lab(screen, "plan")).as(screen.err()).isZero();
  }

  private void record(String tag) {
    try (WritableNotebook there = Notebooks.open(notebook)) {
      there.record(tag, Recordings.counting(1), RecordOptions.DEFAULT).close();
    }
  }

  private void refused(String why, String command, String... arguments) {
    Screen screen = new Screen();

    int exitCode = lab(screen, command, arguments);

    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: ").contains(why);
    assertThat(screen.out()).isEmpty();
  }

  private int lab(Screen screen, String command, String... arguments) {
    Stream<String> given =
        Stream.of(command, runFile.toString(), "--notebook", notebook.toString());
    return screen.lab(Stream.concat(given, Stream.of(arguments)).toArray(String[]::new));
  }
}
