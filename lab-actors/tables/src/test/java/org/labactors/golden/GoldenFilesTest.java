package org.labactors.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.experiment.Status;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.epyc.EpycImport;
import org.labactors.runfile.RunFile;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/**
 * What an earlier version wrote is read as it was then, continued, and written again byte for byte.
 * {@link GoldenFiles} writes the files anew, where a format is meant to change.
 */
@Timeout(60)
class GoldenFilesTest {

  @TempDir Path folder;

  @BeforeEach
  void copyFiles() throws IOException, URISyntaxException {
    GoldenFiles.copyTo(folder);
  }

  private String text(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private Path complete() {
    return folder.resolve("complete.db");
  }

  @Test
  void anExportIsTheSameByteForByte() throws IOException {
    for (Map.Entry<String, String> export : GoldenFiles.exports(complete()).entrySet()) {
      assertThat(export.getValue()).as(export.getKey()).isEqualTo(text(export.getKey()));
    }
  }

  @Test
  void digestsAreTheSame() throws IOException {
    assertThat(GoldenFiles.digests(folder)).isEqualTo(text("digests.txt"));
  }

  @Test
  void seedsOfTrialsAreTheSame() throws IOException {
    assertThat(GoldenFiles.seeds()).isEqualTo(text("seeds.txt"));
  }

  @Test
  void randomOrdersAreTheSame() throws IOException {
    assertThat(GoldenFiles.orders()).isEqualTo(text("orders.txt"));
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void aRecordedStudyIsReadAndWrittenAsItWas(String notebook) {
    try (Notebook golden = Lab.read(folder.resolve(notebook))) {
      for (ResultSet resultSet : golden.resultSets()) {
        Study study = StudyJson.read(resultSet.studyJson(), getClass().getClassLoader());

        assertThat(StudyJson.write(study)).isEqualTo(resultSet.studyJson());
        assertThat(StudyDigest.of(study)).isEqualTo(resultSet.digest());
      }
    }
  }

  static List<String> notebooks() {
    return GoldenFiles.NOTEBOOKS;
  }

  @Test
  void theSameStudiesRunAnewMakeTheSameNotebook() throws Exception {
    GoldenFiles.writeComplete(folder, folder.resolve("anew.db"));

    assertThat(SqliteDump.of(folder.resolve("anew.db"))).isEqualTo(SqliteDump.of(complete()));
  }

  @Test
  void aNotebookThatIsHalfDoneIsContinuedToTheResultsOfACompleteRun() throws Exception {
    Path half = folder.resolve("half.db");
    List<Row> before = rows(half, "half");
    assertThat(before).hasSizeBetween(8, 16);

    try (Lab lab = Lab.open(half);
        RunFile file = RunFile.read(folder.resolve("half.conf"))) {
      Run run = lab.submit(file.tag(), file.study(), RecordOptions.of(file));
      assertThat(run.await().state()).isEqualTo(Progress.State.COMPLETED);
    }

    List<Row> after = rows(half, "half");
    assertThat(after).containsAll(before);
    assertThat(after)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("engine", "timing")
        .isEqualTo(rows(complete(), "half"));
  }

  @Test
  void aCompleteNotebookRunsNothingAgain() throws Exception {
    List<Row> before = rows(complete(), "values");
    assertThat(before).extracting(Row::status).contains(Status.OK, Status.FAILED);

    try (Lab lab = Lab.open(complete());
        RunFile file = RunFile.read(folder.resolve("values.conf"))) {
      Run run = lab.submit(file.tag(), file.study(), RecordOptions.of(file));
      assertThat(run.await().state()).isEqualTo(Progress.State.COMPLETED);
    }

    assertThat(rows(complete(), "values")).isEqualTo(before);
  }

  @Test
  void importingTheSameEpycNotebookAgainChangesNothing() throws Exception {
    Path imported = folder.resolve("imported.db");
    Path anew = folder.resolve("anew.db");
    for (Path notebook : List.of(imported, anew)) {
      try (EditableNotebook open = Lab.edit(notebook.toString())) {
        assertThat(EpycImport.into(open, folder.resolve("complete.epyc.json"))).hasSize(6);
      }
    }

    assertThat(withoutProvenance(anew)).isEqualTo(withoutProvenance(imported));
    assertThat(rows(anew, "values")).isEqualTo(rows(imported, "values"));
  }

  private static List<String> withoutProvenance(Path notebook) throws SQLException {
    return SqliteDump.of(notebook).stream()
        .filter(line -> !line.startsWith("_provenance;"))
        .toList();
  }

  private static List<Row> rows(Path notebook, String tag) {
    try (Notebook read = Lab.read(notebook);
        Stream<Row> rows = read.resultSet(tag).orElseThrow().rows(Query.ALL)) {
      return rows.toList();
    }
  }
}
