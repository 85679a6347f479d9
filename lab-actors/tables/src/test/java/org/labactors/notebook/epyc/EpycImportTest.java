package org.labactors.notebook.epyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.rows;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Row;
import org.labactors.study.Tally;

class EpycImportTest {

  @TempDir Path folder;
  private final WritableNotebook notebook = MemoryNotebook.create();
  private Path sample;

  @BeforeEach
  void copySample() throws Exception {
    sample = folder.resolve("epyc.json");
    try (InputStream resource = getClass().getResourceAsStream("epyc-notebook.json")) {
      Files.copy(resource, sample);
    }
  }

  @AfterEach
  void close() {
    notebook.close();
  }

  @Test
  void resultsComeInWithParametersMetadataTimesAndFailures() {
    List<EpycImport.Imported> imported = EpycImport.into(notebook, sample);

    assertThat(imported).containsExactly(new EpycImport.Imported("percolation", 4, 1));
    List<Row> rows = rows(notebook, "percolation");
    assertThat(rows)
        .extracting(Row::status)
        .containsExactly(Status.OK, Status.OK, Status.FAILED, Status.CANCELLED, Status.CANCELLED);
    assertThat(rows).extracting(row -> row.get("T")).containsExactly(0.25, 0.5, 0.75, 0.8, 1.0);
    assertThat(rows).extracting(row -> row.get("network")).containsOnly("lattice");
    assertThat(rows).extracting(row -> row.get("gcc")).containsExactly(12L, 16L, null, null, null);
    assertThat(rows.get(0).get("sizes")).isEqualTo(List.of(12L, 3L, 1L));
    assertThat(rows.get(0).get("mean")).isEqualTo(Double.NaN);
    assertThat(rows.get(1).get("mean")).isEqualTo(16.0);
    assertThat(rows.get(1).metadata())
        .containsEntry("epyc.repeatedexperiment.i", 1L)
        .containsEntry("epyc.experiment.classname", "epydemic.bondpercolation.BondPercolation")
        .hasSize(2);
    double start =
        LocalDateTime.of(2021, 3, 2, 10, 11, 12).atZone(ZoneId.systemDefault()).toEpochSecond()
            + 0.5;
    assertThat(rows.get(0).timing()).isEqualTo(new Result.Timing(start, 0.125, 0.5, 0.125));
    assertThat(rows.get(2).failure())
        .isEqualTo(
            new Result.Failure(
                "no network", "Traceback (most recent call last):\nException: no network\n"));
    assertThat(rows.get(4).failure().exception())
        .isEqualTo("was pending in epyc, as job 8c5a1e5e-0001, when it was imported");
  }

  @Test
  void whatIsImportedIsCompleteAndSaysWhatItIs() {
    EpycImport.into(notebook, sample);

    assertThat(notebook.resultSets()).hasSize(1);
    assertThat(notebook.resultSet("percolation").orElseThrow())
        .satisfies(
            resultSet -> {
              assertThat(resultSet.description()).isEqualTo("Percolation on a lattice");
              assertThat(resultSet.tally()).isEqualTo(new Tally(5, 2, 3));
              assertThat(resultSet.attributes()).containsExactly(Map.entry("units", "m"));
              assertThat(resultSet.isFinished()).isFalse();
              assertThat(resultSet.studyJson())
                  .contains("ImportedExperiment")
                  .contains("epydemic.bondpercolation.BondPercolation");
            });
  }

  @Test
  void importingAgainChangesNothing() {
    EpycImport.into(notebook, sample);
    List<Row> before = rows(notebook, "percolation");

    EpycImport.into(notebook, sample);

    assertThat(rows(notebook, "percolation")).isEqualTo(before);
  }

  @Test
  void otherResultsUnderTheTagAreNotTouched() throws Exception {
    EpycImport.into(notebook, sample);
    Files.writeString(sample, Files.readString(sample).replace("\"T\": 0.5", "\"T\": 0.6"));

    assertThatThrownBy(() -> EpycImport.into(notebook, sample))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining("the tag 'percolation'")
        .hasMessageContaining("another study");

    assertThat(rows(notebook, "percolation").get(1).get("T")).isEqualTo(0.5);
  }

  @Test
  void aParameterThatSomeResultsDoNotHaveIsADerivedOne() throws Exception {
    String text = Files.readString(sample);
    Files.writeString(sample, text.replaceFirst("\"T\": 0.25,", "\"T\": 0.25, \"seed\": 7,"));

    EpycImport.into(notebook, sample);

    assertThat(rows(notebook, "percolation"))
        .extracting(row -> row.get("seed"))
        .containsExactly(7L, null, null, null, null);
    assertThat(notebook.resultSet("percolation").orElseThrow().columns())
        .extracting(column -> column.kind() + " " + column.name())
        .contains("PARAMETER T", "PARAMETER network", "DERIVED seed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "version": "2",|          |line 116: this is no notebook of epyc that can be read: it has no 'version'; files of epyc before 1.0
          "version": "2"|"version": "3"|line 3: this is no notebook of epyc that can be read: its version is 3; only version 2 can be read
          "T": 0.5|"T": 0.5 oops|line 42: this is no notebook of epyc that can be read: Unexpected character ('o'
          "metadata"|"meta"|there is no JSON object for metadata
          """)
  void whatCannotBeReadIsRefusedBeforeAnythingIsRecorded(
      String before, String after, String message) throws Exception {
    String text = Files.readString(sample);
    Files.writeString(sample, text.replaceFirst(quoted(before), after == null ? "" : after));

    assertThatThrownBy(() -> EpycImport.into(notebook, sample))
        .isInstanceOf(NotebookException.class)
        .hasMessageContaining(message);

    assertThat(notebook.resultSets()).isEmpty();
  }

  private static String quoted(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> EpycImport.into(notebook, Path.of("nowhere.json")))
        .isInstanceOf(NotebookException.class)
        .hasMessage("there is no file 'nowhere.json'");
  }
}
