package org.labactors.notebook.epyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.format.ExportFormat;
import org.labactors.study.Study;

/**
 * Whole notebooks of epyc, in and out of any notebook. The files under {@code epyc/} were written
 * by epyc itself; README.md beside them says how.
 */
abstract class EpycNotebookContract {

  @TempDir Path folder;
  private final List<String> notes = new ArrayList<>();
  private WritableNotebook notebook;

  /** An empty notebook. */
  abstract WritableNotebook create() throws Exception;

  @BeforeEach
  void open() throws Exception {
    notebook = create();
  }

  @AfterEach
  void close() {
    notebook.close();
  }

  private Path file(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (InputStream resource = getClass().getResourceAsStream("epyc/" + name)) {
      Files.write(copy, resource.readAllBytes());
    }
    return copy;
  }

  private List<EpycImport.Imported> imported(String name) throws IOException {
    return EpycImport.into(notebook, file(name), notes::add);
  }

  private ResultSet resultSet(String tag) {
    return notebook.resultSet(tag).orElseThrow();
  }

  private static String exported(WritableNotebook notebook) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long unused = ExportFormat.EPYC.export().write(notebook, out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @SuppressWarnings("unchecked") // the keys of JSON are strings
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  /** The values that are there and not missing. */
  private static Map<String, Object> present(Map<String, Object> values) {
    Map<String, Object> present = new TreeMap<>(values);
    present.values().removeIf(value -> value == null);
    return present;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "empty",
        "failfirst",
        "h5-testAttributes",
        "h5-testLockingNotebook",
        "json-testLockingNotebook",
        "kinds",
        "listparam",
        "locked",
        "many",
        "nested",
        "noparams",
        "npv",
        "onlypending",
        "parallel",
        "pending",
        "plain",
        "repeated",
        "summary"
      })
  void whatEpycHasWrittenComesInWholeAndGoesOutTheSame(String name) throws Exception {
    Map<String, Object> epyc =
        map(ValueJson.read(Files.readString(file(name + ".json")), JsonDialect.PYTHON));

    imported(name + ".json");

    assertThat(notes).isEmpty();
    boolean locked = (Boolean) epyc.get("locked");
    assertThat(notebook.isFinished()).isEqualTo(locked);
    map(epyc.get("resultsets"))
        .forEach(
            (tag, of) -> {
              Map<String, Object> set = map(of);
              List<?> results = (List<?>) set.get("results");
              if (!tag.equals("epyc.resultset.default") || set.size() > 4 || !isUnused(set)) {
                assertImported(tag, set, results);
              } else {
                assertThat(notebook.resultSet(tag)).isEmpty();
              }
            });
    assertThatAllComesBack();
  }

  private static boolean isUnused(Map<String, Object> set) {
    return ((List<?>) set.get("results")).isEmpty() && map(set.get("pending-results")).isEmpty();
  }

  private void assertImported(String tag, Map<String, Object> set, List<?> results) {
    ResultSet here = resultSet(tag);
    assertThat(here.description()).isEqualTo(set.get("description"));
    assertThat(here.isFinished()).isEqualTo(set.get("locked"));
    Map<String, Object> attributes = new TreeMap<>(set);
    attributes.keySet().removeAll(List.of("results", "pending-results", "description", "locked"));
    assertThat(here.attributes()).isEqualTo(attributes);
    List<Row> rows = rows(notebook, tag);
    assertThat(rows).hasSize(results.size() + map(set.get("pending-results")).size());
    for (int i = 0; i < results.size(); i++) {
      Map<String, Object> result = map(results.get(i));
      Row row = rows.get(i);
      assertThat(present(row.parameters())).isEqualTo(present(map(result.get("parameters"))));
      assertThat(present(row.results())).isEqualTo(present(map(result.get("results"))));
      Map<String, Object> metadata = present(map(result.get("metadata")));
      assertThat(row.status() == Status.OK).isEqualTo(metadata.get("epyc.experiment.status"));
      metadata.keySet().removeAll(EpycFormat.OWN_METADATA);
      assertThat(present(row.metadata())).isEqualTo(metadata);
    }
  }

  /** Exports the notebook and imports that into another one, which is the same then. */
  private void assertThatAllComesBack() throws IOException {
    Path file = Files.writeString(folder.resolve("back.json"), exported(notebook));
    try (WritableNotebook back = MemoryNotebook.create()) {
      for (int times = 0; times < 2; times++) {
        EpycImport.into(back, file, notes::add);
        assertSame(back);
      }
    }
    assertThat(notes).isEmpty();
  }

  private void assertSame(WritableNotebook back) {
    assertThat(back.description()).isEqualTo(notebook.description());
    assertThat(back.attributes()).isEqualTo(notebook.attributes());
    assertThat(back.isFinished()).isEqualTo(notebook.isFinished());
    assertThat(back.resultSets())
        .extracting(ResultSet::tag)
        .isEqualTo(notebook.resultSets().stream().map(ResultSet::tag).toList());
    for (ResultSet before : notebook.resultSets()) {
      ResultSet after = back.resultSet(before.tag()).orElseThrow();
      assertThat(after.description()).isEqualTo(before.description());
      assertThat(after.attributes()).isEqualTo(before.attributes());
      assertThat(after.isFinished()).isEqualTo(before.isFinished());
      assertThat(after.tally().cancelled()).isEqualTo(before.tally().cancelled());
      assertThat(after.tally().ok()).isEqualTo(before.tally().ok());
      assertThat(shown(back, before.tag())).containsAll(shown(notebook, before.tag()));
    }
  }

  private static List<String> shown(WritableNotebook notebook, String tag) {
    return rows(notebook, tag).stream()
        .map(
            row -> {
              Map<String, Object> metadata = present(row.metadata());
              metadata.remove("epyc.experiment.classname");
              return row.row()
                  + " "
                  + row.status()
                  + present(row.parameters())
                  + present(row.results())
                  + metadata
                  + row.timing()
                  + row.failure();
            })
        .toList();
  }

  @Test
  void tagsThatCannotBeTagsHereGetOthersAndTheUserIsTold() throws Exception {
    List<EpycImport.Imported> imported = imported("oddtags.json");

    String cut = "a".repeat(56);
    assertThat(imported)
        .extracting(EpycImport.Imported::tag)
        .containsExactly(
            "epyc_under",
            "epyc_sqlite_x",
            "Default",
            "UPPER",
            "upper_2",
            "tab_q",
            "ünï ☃",
            cut,
            "select");
    assertThat(notes)
        .hasSize(5)
        .startsWith(
            "the result set '_under' is 'epyc_under' here",
            "the result set 'sqlite_x' is 'epyc_sqlite_x' here",
            "the result set 'upper' is 'upper_2' here");
    for (EpycImport.Imported each : imported) {
      assertThat(rows(notebook, each.tag())).extracting(row -> row.get("total")).containsOnly(1L);
    }
    assertThat(imported("oddtags.json")).isEqualTo(imported);
    assertThat(notebook.resultSets()).hasSize(9);
  }

  @Test
  void aTagThatIsHereInOtherCaseGetsANumber() throws Exception {
    try (Recorder recorder = notebook.record("FIRST", counting(1), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(ok(0, "z", 1))));
    }

    imported("many.json");

    assertThat(notes).containsExactly("the result set 'first' is 'first_2' here");
    assertThat(rows(notebook, "first_2")).hasSize(3);
    assertThat(rows(notebook, "FIRST")).hasSize(1);
  }

  @Test
  void namesThatCannotBeNamesHereGetOthersAndTheUserIsTold() throws Exception {
    imported("under.json");
    Path clashing =
        Files.writeString(
            folder.resolve("clash.json"),
            Files.readString(file("meta.json"))
                .replace("epyc.resultset.default", "m")
                .replace("\"_under\": 1", "\"_under\": 1, \"epyc_under\": 2, \"\": 3")
                .replace("\"x\":", "\"_x\":")
                .replace("\"pending-results\"", "\" \": \"blank\", \"pending-results\""));
    EpycImport.into(notebook, clashing, notes::add);

    assertThat(rows(notebook, "epyc.resultset.default"))
        .extracting(Row::results)
        .containsOnly(Map.of("epyc", 2L, "epyc_r", 1L));
    assertThat(rows(notebook, "m")).extracting(row -> row.get("epyc_x")).containsExactly(1L, 0L);
    assertThat(rows(notebook, "m").get(0).metadata())
        .containsEntry("epyc_under_2", 1L)
        .containsEntry("epyc_under", 2L)
        .containsEntry("epyc", 3L);
    assertThat(resultSet("m").attributes()).isEqualTo(Map.of("epyc ", "blank"));
    assertThat(notes)
        .contains(
            "epyc.resultset.default: the result '_r' is 'epyc_r' here",
            "epyc.resultset.default: the result '' is 'epyc' here",
            "m: the parameter '_x' is 'epyc_x' here",
            "m: the metadata '_under' is 'epyc_under_2' here",
            "m: the attribute ' ' is 'epyc ' here")
        .hasSize(6);
  }

  @Test
  void aWholeNumberThatIsTooLargeIsTextAndTheUserIsTold() throws Exception {
    Path file = file("plain.json");
    Files.writeString(
        file,
        Files.readString(file).replaceFirst("\"total\": 0.25", "\"total\": 18446744073709551616"));

    EpycImport.into(notebook, file, notes::add);

    assertThat(rows(notebook, "epyc.resultset.default").get(0).get("total"))
        .isEqualTo("18446744073709551616");
    assertThat(notes)
        .containsExactly(
            "whole numbers of more than 64 bits are text here, such as \"18446744073709551616\"");
  }

  @Test
  void aNotebookKeepsWhatItSaysOfItselfAndStaysOpenIfItHoldsMore() throws Exception {
    notebook.edits().describe("mine");
    try (Recorder recorder = notebook.record("t", counting(1), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(ok(0, "z", 1))));
    }

    imported("plain.json");
    Path locked = file("locked.json");
    Files.writeString(locked, Files.readString(locked).replace("epyc.resultset.default", "l"));
    EpycImport.into(notebook, locked, notes::add);

    assertThat(notebook.description()).isEqualTo("mine");
    assertThat(notebook.isFinished()).isFalse();
    assertThat(resultSet("l").isFinished()).isTrue();
    assertThat(resultSet("t").isFinished()).isFalse();
    assertThat(notes)
        .containsExactly(
            "the notebook keeps its own description; that of epyc's is: A plain – one",
            "the notebook of epyc is locked; here only its result sets are finished, for the"
                + " notebook holds others too");
  }

  @Test
  void aFileThatIsNoJsonIsCalledWhatItIs() throws Exception {
    assertRefused(file("all-types.h5"), "is an HDF5 file, which cannot be imported");
    byte[] behindBlock = new byte[1024];
    System.arraycopy(Files.readAllBytes(file("all-types.h5")), 0, behindBlock, 512, 512);
    assertRefused(Files.write(folder.resolve("block.h5"), behindBlock), "is an HDF5 file");
    Path zip = Files.write(folder.resolve("z.json.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});
    assertRefused(zip, "is compressed; unpack it first");
    Path sqlite = Files.writeString(folder.resolve("n.db"), "SQLite format 3\0....");
    assertRefused(sqlite, "is an SQLite file, not a notebook of epyc in JSON");
    assertRefused(Path.of("https://example.org/n.json"), "is an address, not a file");
    assertRefused(folder, "there is no file '" + folder + "'");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThat(EpycImport.into(notebook, empty)).isEmpty();
    assertThat(notebook.resultSets()).isEmpty();
  }

  private void assertRefused(Path file, String why) {
    assertThatThrownBy(() -> EpycImport.into(notebook, file)).hasMessageContaining(why);
  }

  /** Result sets of every kind that there is. */
  private void fill() {
    notebook.edits().describe("Everything");
    notebook.edits().setAttribute("who", "me");
    Study listed =
        Study.of(new Recordings.Silent())
            .design(Points.of(List.of(Map.of("p", 1, "q", "x"), Map.of("p", 2, "q", "y"))))
            .order(Order.SEQUENTIAL)
            .seed(1);
    try (Recorder recorder =
        notebook.record("one", counting(6), new RecordOptions("the first", false))) {
      recorder.record(
          List.of(
              batch(
                  ok(0, "k", 7, "z", 1.5, "m", Map.of("a", 1L)),
                  failed(1),
                  ok(2, "k", 8, "z", Double.NaN, "m", List.of()))));
    }
    notebook.edits().setAttribute("one", "units", "m");
    try (Recorder recorder = notebook.record("two", counting(6), RecordOptions.DEFAULT)) {
      recorder.record(
          List.of(
              batch(
                  noted(ok(0, "z", 1), Map.of("d", 1), Map.of("steps", 7, "z", 2)),
                  failed(1),
                  ok(2, Values.rows(List.of(Map.of("t", 0), Map.of("t", 1)))))));
    }
    notebook.edits().finish("two");
    try (Recorder recorder = notebook.record("three", counting(5), RecordOptions.DEFAULT)) {
      recorder.record(
          List.of(batch(failed(0), noted(failed(1), Map.of("d", 1), Map.of("steps", 7)))));
    }
    notebook.edits().finish("three");
    notebook.record("nothing", listed, RecordOptions.DEFAULT).close();
    notebook.record("cancelled", listed, RecordOptions.DEFAULT).close();
    notebook.edits().finish("cancelled");
  }

  @Test
  void aNotebookOfSeveralResultSetsIsExportedAsEpycHasOpenedIt() throws Exception {
    fill();

    assertThat(ValueJson.read(exported(notebook), JsonDialect.PYTHON))
        .as("If this is meant to change, let epyc open the new one: see README.md in epyc/")
        .isEqualTo(ValueJson.read(Files.readString(file("lab-export.json")), JsonDialect.PYTHON));
  }

  @Test
  void whatEpycHasOpenedAndSavedComesBack() throws Exception {
    fill();
    Path saved = file("lab-export-saved-by-epyc.json");
    try (WritableNotebook back = MemoryNotebook.create()) {
      List<EpycImport.Imported> imported = EpycImport.into(back, saved, notes::add);

      assertThat(notes).isEmpty();
      assertThat(back.description()).isEqualTo("Everything");
      for (ResultSet before : notebook.resultSets()) {
        ResultSet after = back.resultSet(before.tag()).orElseThrow();
        assertThat(after.description()).isEqualTo(before.description());
        assertThat(after.attributes()).isEqualTo(before.attributes());
        assertThat(after.isFinished()).isEqualTo(before.isFinished());
        assertThat(after.cancelled().size()).isEqualTo(before.cancelled().size());
        List<Row> rows = rows(back, before.tag());
        for (Row row : rows(notebook, before.tag())) {
          // epyc gives every row every name, and a column one type
          assertThat(rows)
              .anySatisfy(
                  other -> {
                    assertThat(other.status()).isEqualTo(row.status());
                    assertThat(other.timing()).isEqualTo(row.timing());
                    assertHas(other.parameters(), row.parameters());
                    assertHas(other.results(), row.results());
                    assertHas(other.metadata(), row.metadata());
                  });
        }
      }
      assertThat(imported)
          .containsExactly(
              new EpycImport.Imported("one", 3, 3),
              new EpycImport.Imported("two", 4, 0),
              new EpycImport.Imported("three", 2, 0),
              new EpycImport.Imported("nothing", 0, 2),
              new EpycImport.Imported("cancelled", 0, 0));
    }
  }

  private static void assertHas(Map<String, Object> values, Map<String, Object> wanted) {
    present(wanted)
        .forEach(
            (name, value) ->
                assertThat(inDoubles(values.get(name))).as(name).isEqualTo(inDoubles(value)));
  }

  private static Object inDoubles(Object value) {
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }

  @Test
  void everythingThatWasExportedComesBack() throws Exception {
    fill();
    assertThatAllComesBack();
    notebook.edits().finish();
    assertThatAllComesBack();
  }

  @Test
  void whatEpycHasFilledInForALockedResultSetIsNotTakenForTheLabs() throws Exception {
    Map<String, Object> zeroes = new LinkedHashMap<>();
    zeroes.put("epyc.experiment.status", false);
    zeroes.put("epyc.experiment.exception", "Cancelled");
    zeroes.put("lab-actors.status", "");
    zeroes.put("lab-actors.trial", 0L);
    zeroes.put("lab-actors.row", 0L);
    zeroes.put("lab-actors.attempt", 0L);
    zeroes.put("lab-actors.engine", "");
    zeroes.put("lab-actors.start_time", 0.0);
    EpycResult result = EpycResult.of(Map.of(), Map.of(), zeroes);

    assertThat(result.status()).isEqualTo(Status.CANCELLED);
    assertThat(result.isNeverRun()).isFalse();
    assertThat(result.trial()).isNull();
    assertThat(result.engine()).isEqualTo("epyc");
    assertThat(result.timing().start()).isNaN();
  }
}
