package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.cli.Screen;
import org.labactors.internal.code.JarFiles;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.Row;

class WhyCommandTest {

  private static final String RUN_FILE =
      """
      study {
        tag = twice
        experiment = mine.Twice
        parameters { k { from = 1, to = 4, step = 1 } }
        order = sequential
        seed = 42
      }
      lab.engines = 1
      """;

  private static final String FACTOR =
      """
      package mine;
      class Factor {
        static double first() { return 2.5; }
        static double second() { return 1; }
      }
      """;

  private static final String TWICE =
      """
      package mine;
      import org.labactors.experiment.*;
      public record Twice() implements Experiment {
        @Override public Values run(Trial trial) {
          if (trial.getLong("k") == 4) {
            throw new IllegalStateException("four");
          }
          return Values.of("y", trial.getLong("k") * Factor.first() * Factor.second());
        }
      }
      """;

  @TempDir private Path folder;
  private String runFile;
  private String notebook;
  private String jar;

  @BeforeEach
  void writeRunFile() throws IOException {
    runFile = Files.writeString(folder.resolve("twice.conf"), RUN_FILE).toString();
    notebook = folder.resolve("twice.db").toString();
    jar = folder.resolve("twice.jar").toString();
    code(FACTOR);
  }

  private void code(String factor) throws IOException {
    Path classes = Files.createTempDirectory(folder, "classes");
    JarFiles.compile(classes, "mine.Factor", factor);
    JarFiles.compile(classes, "mine.Twice", TWICE);
    jar = JarFiles.pack(classes, Files.createTempFile(folder, "twice", ".jar")).toString();
  }

  private Screen lab(int exitCode, String... arguments) {
    Screen screen = new Screen();
    assertThat(screen.lab(arguments)).as(() -> screen.out() + screen.err()).isEqualTo(exitCode);
    return screen;
  }

  private Screen run(String... options) {
    String[] all = new String[6 + options.length];
    System.arraycopy(
        new String[] {"run", runFile, "--notebook", notebook, "--code", jar}, 0, all, 0, 6);
    System.arraycopy(options, 0, all, 6, options.length);
    return lab(3, all);
  }

  private String why(String... more) {
    String[] all = new String[5 + more.length];
    System.arraycopy(new String[] {"why", notebook, "twice", "--code", jar}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    return lab(0, all).out();
  }

  @Test
  void aTrialIsExplainedByWhatTheNotebookNoted() {
    run();

    assertThat(why("--trial", "1"))
        .startsWith("trial 1 of twice: k=2, replicate 0\n")
        .contains("  recorded   ok, began ", ", attempt 1\n", "  code       1, first used ")
        .containsPattern("  seed       -?\\d+\n")
        .contains("  at hand    the same code\n", "  a run now  keeps it: it is recorded\n");
    assertThat(why("--where", "k=4"))
        .startsWith("trial 3 of twice: k=4, replicate 0\n")
        .contains("keeps it; it failed, and --retry-failed would run it again\n");
  }

  @Test
  void changedCodeIsNamedByItsMethod() throws IOException {
    run();
    code(FACTOR.replace("2.5", "3.5"));

    assertThat(why("--trial", "0"))
        .contains(
            "  at hand    other code; changed since:\n",
            "               method first() of mine.Factor\n",
            "keeps it; other code made it, and --rerun-changed would run it again\n");
    assertThat(run().err())
        .contains(
            "warning: the code has changed since 4 results were recorded: method first() of"
                + " mine.Factor; --rerun-changed runs them again, --accept-code goes on without"
                + " this warning\n");
  }

  @Test
  void codeWithAnotherLayoutIsTheSameCode() throws IOException {
    run();
    code("// mine\n\n" + FACTOR.replace("{ return", "{\n\n  return"));

    assertThat(run().err()).doesNotContain("warning");
    assertThat(why("--trial", "0")).contains("the same code");
  }

  @Test
  void codeThatIsAcceptedIsNotWarnedOfAgain() throws IOException {
    run();
    code(FACTOR.replace("2.5", "3.5"));

    assertThat(run("--accept-code").err()).doesNotContain("warning");
    assertThat(run().err()).doesNotContain("warning");
  }

  @Test
  void whatOtherCodeMadeRunsAgainAndTheOldResultsStayUntilTheyArePruned() throws IOException {
    run();
    code(FACTOR.replace("2.5", "3.5"));

    assertThat(run("--rerun-changed").err()).doesNotContain("warning");

    try (Notebook read = Lab.read(notebook);
        Stream<Row> rows = read.resultSet("twice").orElseThrow().rows(Query.SUCCESSFUL)) {
      assertThat(rows.map(row -> row.getDouble("y"))).containsExactly(3.5, 7.0, 10.5);
    }
    assertThat(why("--trial", "0")).contains("  code       2, ", "the same code");
    assertThat(lab(0, "notebook", "prune", notebook, "twice").out())
        .isEqualTo("deleted the old results of 4 trials\n");
    assertThat(lab(0, "notebook", "prune", notebook, "twice").out())
        .isEqualTo("deleted the old results of 0 trials\n");
  }

  @Test
  void aTrialThatIsNotRecordedWouldRun() {
    lab(0, "run", runFile, "--notebook", notebook, "--code", jar, "--part", "1/4", "--quiet");

    assertThat(why("--where", "k=3"))
        .startsWith("trial 2 of twice: k=3, replicate 0\n")
        .contains("  recorded   no\n", "  a run now  runs it: it is not recorded\n");
  }

  @Test
  void aTrialRunsAgainWithTheCodeThatTheNotebookKeeps() throws IOException {
    run();
    Files.delete(Path.of(jar));

    Screen replay = lab(0, "replay", notebook, "twice", "--trial", "1");

    assertThat(replay.out()).contains("\nequal\n");
    assertThat(replay.err()).contains("the code comes from the notebook: twice");

    String copy = folder.resolve("copy.db").toString();
    lab(0, "notebook", "copy", notebook, "twice", copy);
    assertThat(lab(0, "replay", copy, "twice", "--trial", "1").out()).contains("\nequal\n");
  }

  @Test
  void codeThatIsNotToBeKeptIsNotThere() {
    run("--set", "study.keep-code=false");

    assertThat(lab(2, "replay", notebook, "twice", "--trial", "1").err())
        .contains("there is no such class");
  }

  @Test
  void aTrialThatThereIsNotIsRefused() {
    run();

    assertThat(lab(2, "why", notebook, "twice", "--trial", "4").err())
        .contains("the result set 'twice' has no trial 4; it has 4 trials");
  }
}
