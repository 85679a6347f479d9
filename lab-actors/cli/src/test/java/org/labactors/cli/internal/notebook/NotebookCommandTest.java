package org.labactors.cli.internal.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.cli.Screen;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;

class NotebookCommandTest {

  @TempDir private Path folder;

  private Screen screen = new Screen();
  private String file;

  @BeforeEach
  void recordSome() {
    file = folder.resolve("n.db").toString();
    try (WritableNotebook notebook = Notebooks.open(file);
        Recorder recorder = notebook.record("t", counting(10), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(2, 5), Recordings.batch(failed(7))));
    }
  }

  private int lab(String... arguments) {
    screen = new Screen();
    return screen.lab(arguments);
  }

  private void read(Consumer<Notebook> reading) {
    try (Notebook notebook = Lab.read(file)) {
      reading.accept(notebook);
    }
  }

  @Test
  void aDescriptionIsGivenOnBothLevelsAndShown() {
    assertThat(lab("notebook", "describe", file, "my notes")).isZero();
    assertThat(lab("notebook", "describe", file, "the tea", "--tag", "t")).isZero();

    assertThat(lab("notebook", "show", file)).isZero();

    assertThat(screen.out()).contains("  my notes\n").contains("the tea");
  }

  @Test
  void attributesHaveTheTypeThatTheyLookLike() {
    assertThat(lab("notebook", "set", file, "--tag", "t", "unit=12 mm", "n=3", "w=[1,2.5]"))
        .isZero();
    assertThat(lab("notebook", "set", file, "ok=true")).isZero();

    read(
        notebook -> {
          assertThat(notebook.attributes()).isEqualTo(Map.of("ok", true));
          assertThat(notebook.resultSet("t").orElseThrow().attributes())
              .isEqualTo(Map.of("unit", "12 mm", "n", 3L, "w", List.of(1L, 2.5)));
        });
    assertThat(lab("notebook", "attributes", file, "--tag", "t", "--format", "csv")).isZero();
    assertThat(screen.out()).isEqualTo("attribute,value\nn,3\nunit,12 mm\nw,\"[1,2.5]\"\n");
    assertThat(lab("notebook", "unset", file, "--tag", "t", "n", "w")).isZero();
    assertThat(lab("notebook", "attributes", file, "--tag", "t")).isZero();
    assertThat(screen.out()).isEqualTo("attribute  value\nunit       12 mm\n");
  }

  @Test
  void anAttributeWithoutValueIsRefused() {
    assertThat(lab("notebook", "set", file, "unit")).isEqualTo(2);

    assertThat(screen.err())
        .startsWith("lab: the attribute 'unit' has no value; write unit=value\n");
  }

  @Test
  void failuresAreListedByTheWayInWhichTheyFailed() {
    assertThat(lab("notebook", "failures", file, "t")).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            t: 1 of 4 recorded trials failed
              1  java.lang.Error: no
                 trial 7, at k=7
            """);

    assertThat(lab("notebook", "failures", file, "t", "--format", "csv")).isZero();
    assertThat(screen.out())
        .isEqualTo(
            """
            trials,exception,where,first_trial,parameters
            1,java.lang.Error: no,,7,"{""k"":7}"
            """);
  }

  @Test
  void pendingTrialsAreListedAsRanges() {
    assertThat(lab("notebook", "pending", file, "t", "--format", "csv")).isZero();

    assertThat(screen.out()).isEqualTo("first,last,trials\n0,1,2\n5,6,2\n8,9,2\n");
  }

  @Test
  void pendingTrialsAreListedWithTheirParameters() {
    try (WritableNotebook notebook = Notebooks.open(file)) {
      notebook
          .record("u", counting(2).with("mode", "a", "b").replicates(2), RecordOptions.DEFAULT)
          .close();
    }

    assertThat(lab("notebook", "pending", file, "t", "--parameters", "--format", "csv")).isZero();
    assertThat(screen.out())
        .isEqualTo("_trial,_replicate,k\n0,0,0\n1,0,1\n5,0,5\n6,0,6\n8,0,8\n9,0,9\n");
    assertThat(lab("notebook", "pending", file, "u", "--parameters")).isZero();
    assertThat(screen.out().lines().limit(4))
        .containsExactly(
            "_trial  _replicate  k  mode",
            "     0           0  0  a",
            "     1           1  0  a",
            "     2           0  1  a");
    assertThat(lab("notebook", "pending", file, "u", "--parameters", "--format", "json")).isZero();
    assertThat(screen.out().replaceAll("\\s", ""))
        .startsWith("[{\"_trial\":0,\"_replicate\":0,\"k\":0,\"mode\":\"a\"},")
        .endsWith("}]");
  }

  @Test
  void parametersAreListedWithTheirValues() {
    assertThat(lab("notebook", "parameters", file, "t", "--format", "csv")).isZero();
    assertThat(screen.out()).isEqualTo("parameter,count,values\nk,4,\"[2,3,4,7]\"\n");

    assertThat(lab("notebook", "parameters", file, "t", "--combinations", "--format", "json"))
        .isZero();
    assertThat(screen.out().replaceAll("\\s", ""))
        .isEqualTo("[{\"k\":2},{\"k\":3},{\"k\":4},{\"k\":7}]");
  }

  @Test
  void everythingAboutAResultSetIsShown() throws Exception {
    assertThat(lab("notebook", "show", file, "t", "--format", "json")).isZero();

    JsonNode json = new ObjectMapper().readTree(screen.out());
    assertThat(json.path("pending").asInt()).isEqualTo(6);
    assertThat(json.path("readyFraction").asDouble()).isEqualTo(0.4);
    assertThat(json.path("study").path("seed").asInt()).isEqualTo(42);
    assertThat(json.path("columns").get(1).path("name").asText()).isEqualTo("z");
    assertThat(json.path("provenance").get(0).path("recorded").asInt()).isZero();
  }

  @Test
  void aResultSetIsShownToPeopleAsARunFileATableAndLines() {
    assertThat(lab("notebook", "set", file, "--tag", "t", "unit=mm")).isZero();
    assertThat(lab("notebook", "describe", file, "my \u001b[31mnotes", "--tag", "t")).isZero();

    assertThat(lab("notebook", "show", file, "t")).isZero();

    assertThat(screen.out())
        .startsWith(
            """
            t: 4 of 10 trials recorded, 1 failed
              my \\u001b[31mnotes
              unit = mm

            study {
              tag = t
              experiment = "org.labactors.notebook.Recordings$Silent"
              parameters {
                k { from = 0, to = 9, step = 1 }
              }
              design = factorial
              replicates = 1
              seed = 42
              order = sequential
            }

            column  holds      name
            k       parameter
            z       result

            begun 20\
            """)
        .contains("\n  with java ")
        .containsPattern("\ndigest [0-9a-f]{64}\n$");
    assertThat(lab("notebook", "show", file, "t", "--format", "csv")).isZero();
    assertThat(screen.out()).startsWith("what,value\n").contains("pending,6\n");
  }

  @Test
  void aResultSetIsRenamed() {
    assertThat(lab("notebook", "rename", file, "t", "u")).isZero();

    read(
        notebook ->
            assertThat(notebook.resultSets()).extracting(ResultSet::tag).containsExactly("u"));
  }

  @Test
  void aResultSetIsCopiedToANotebookThatIsMadeForIt() {
    String other = folder.resolve("other.db").toString();

    assertThat(lab("notebook", "copy", file, "t", other, "--as", "u")).isZero();

    try (Notebook notebook = Lab.read(other)) {
      assertThat(notebook.resultSet("u").orElseThrow().tally()).isEqualTo(new Tally(10, 3, 1));
    }
  }

  @Test
  void theLastCopyIsNotDeletedWithoutYes() {
    assertThat(lab("notebook", "delete", file, "t")).isEqualTo(2);
    assertThat(screen.err())
        .startsWith(
            "lab: the notebook '"
                + file
                + "' has no copy of the result set 't' with its 4 recorded trials; add --yes to"
                + " delete it for good\n");
    read(notebook -> assertThat(notebook.resultSet("t")).isPresent());

    assertThat(lab("notebook", "copy", file, "t", file, "--as", "copy")).isZero();
    assertThat(lab("notebook", "delete", file, "t")).isZero();
    assertThat(lab("notebook", "delete", file, "copy", "--yes")).isZero();

    read(notebook -> assertThat(notebook.resultSets()).isEmpty());
  }

  @Test
  void aResultSetIsFinishedAndThenTheNotebook() {
    assertThat(lab("notebook", "finish", file)).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: say what to finish: either --tag TAG or --all\n");

    assertThat(lab("notebook", "finish", file, "--tag", "t")).isZero();
    assertThat(lab("notebook", "describe", file, "x", "--tag", "t")).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: the result set 't' in the notebook");
    assertThat(lab("notebook", "finish", file, "--all")).isZero();

    assertThat(lab("notebook", "show", file)).isZero();
    assertThat(screen.out())
        .contains(", finished\n")
        .contains("finished, some cancelled, some failed");
  }

  @Test
  void whatIsNotThereIsRefusedAndNothingIsMade() {
    assertThat(lab("notebook", "describe", folder.resolve("no.db").toString(), "x")).isEqualTo(2);
    assertThat(screen.err()).startsWith("lab: there is no notebook '");
    assertThat(folder.resolve("no.db")).doesNotExist();

    assertThat(lab("notebook", "pending", file, "no")).isEqualTo(2);
    assertThat(screen.err())
        .isEqualTo("lab: there is no result set 'no' in the notebook '" + file + "'; it has t\n");
  }
}
