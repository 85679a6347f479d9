package org.labactors.cli.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.cli.Screen;
import org.labactors.internal.jdbc.JdbcNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;

/** What {@code lab node} refuses, before anything starts. */
class NodeCommandTest {

  private static final String PROFILE =
      Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();
  private static final String LAB = "lab.node.roles=[lab]";

  @TempDir private Path folder;
  private final Screen screen = new Screen();
  private Path squares;
  private Path cubes;

  @BeforeEach
  void writeRunFiles() throws IOException {
    squares = runFile("squares", "notes.db");
    cubes = runFile("cubes", "notes.db");
  }

  @Test
  void aLabWithoutStudiesIsRefused() {
    refused(
        "lab.node.roles = [lab, engine]: a lab needs studies\nName their run files: lab node"
            + " FILE.conf --profile …; or set lab.node.roles = [engine] for a node with engines"
            + " only.",
        "--set",
        "lab.node.roles=[lab,engine]");
  }

  @Test
  void runFilesForEnginesAreRefused() {
    refused(
        "lab.node.roles = [engine]: run files, --notebook and --code are for a node with a lab\nSet"
            + " lab.node.roles = [lab] or [lab, engine], or leave them out.",
        squares.toString());
  }

  @Test
  void anOptionForRunFilesOfEnginesIsRefused() {
    refused(
        "lab.node.roles = [engine]: run files, --notebook and --code are for a node with a lab\nSet"
            + " lab.node.roles = [lab] or [lab, engine], or leave them out.",
        "--notebook",
        "notes.db");
  }

  @Test
  void studiesForTwoNotebooksAreRefused() throws IOException {
    Path other = runFile("other", "else.db");

    refused(
        "notebook = "
            + folder.resolve("notes.db")
            + " in "
            + squares
            + ", and notebook = "
            + folder.resolve("else.db")
            + " in "
            + other
            + ": a lab writes one notebook\nSay which with --notebook NOTEBOOK, or start a lab for"
            + " each, in a cluster of its own.",
        squares.toString(),
        cubes.toString(),
        other.toString(),
        "--set",
        LAB);
  }

  @Test
  void studiesOfTheSameTagAreRefused() {
    refused(
        "study.tag = same in "
            + squares
            + " and in "
            + cubes
            + ": each study needs a tag of its own\nGive one of them another.",
        squares.toString(),
        cubes.toString(),
        "--set",
        LAB,
        "--set",
        "study.tag=same");
  }

  @Test
  void aWrongRunFileIsRefusedWithItsLine() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.conf"), "study {\n  rplicates = 3\n}\n");

    refused(
        wrong + ":2: study.rplicates = 3: there is no such key\n",
        squares.toString(),
        wrong.toString(),
        "--notebook",
        folder.resolve("notes.db").toString(),
        "--set",
        LAB);
  }

  @Test
  void aTagThatHoldsAnotherStudyIsRefused() {
    try (JdbcNotebook notebook = Notebooks.open(folder.resolve("notes.db"))) {
      notebook.record("cubes", Recordings.counting(10), RecordOptions.DEFAULT).close();
    }

    refused(
        "the tag 'cubes' in the notebook '"
            + folder.resolve("notes.db")
            + "' holds the results of another study:\n",
        squares.toString(),
        cubes.toString(),
        "--set",
        LAB);
  }

  @Test
  void aLabWithoutAClusterIsRefused() {
    refused(
        "lab.node.seeds = []: without the address of a lab's node there is nothing to join\n",
        squares.toString(),
        "--set",
        LAB,
        "--set",
        "lab.node.seeds=[]");
  }

  @Test
  void aPortInUseIsRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      refused(
          "cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ",
          squares.toString(),
          "--set",
          LAB,
          "--set",
          "lab.node.port=" + taken.getLocalPort());
    }
  }

  private Path runFile(String tag, String notebook) throws IOException {
    return Files.writeString(
        folder.resolve(tag + ".conf"),
        """
        notebook = "%s"
        study {
          experiment = { class = org.labactors.cli.Waiting, milliseconds = 0, failFrom = 100 }
          parameters { x { from = 1, to = 40, step = 1 } }
        }
        """
            .formatted(folder.resolve(notebook)));
  }

  private void refused(String text, String... arguments) {
    List<String> all = new ArrayList<>(List.of("node", "--profile", PROFILE));
    all.addAll(List.of(arguments));

    int exitCode = screen.lab(all.toArray(String[]::new));

    assertThat(screen.err()).startsWith("lab: " + text);
    assertThat(exitCode).isEqualTo(2);
    assertThat(screen.out()).isEmpty();
  }
}
