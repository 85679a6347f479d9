package org.labactors.notebook.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.Result;
import org.labactors.experiment.Values;
import org.labactors.internal.cells.CsvReader;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.UnicodeText;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.NotebookContract;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.epyc.EpycImport;
import org.labactors.notebook.format.ExportFormat;

/** What comes out of any notebook and through any format, for every value there can be. */
abstract class ExportContract {

  @TempDir Path folder;
  private final List<Object> values = NotebookContract.values().map(CanonicalValue::of).toList();
  private WritableNotebook notebook;

  /** An empty notebook. */
  abstract WritableNotebook create() throws Exception;

  @BeforeEach
  void recordEveryValue() throws Exception {
    notebook = create();
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("any", value);
      row.put(nameOf(value), value);
      results.add(noted(ok(i, Values.of(row)), Map.of("derived", value), Map.of("note", value)));
    }
    results.add(ok(values.size(), Values.none()));
    results.add(failed(values.size() + 1L));
    try (Recorder recorder =
        notebook.record("t", counting(results.size() + 1L), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(results)));
    }
  }

  @AfterEach
  void closeNotebook() {
    notebook.close();
  }

  /** The column for values of this type only. */
  private static String nameOf(Object value) {
    if (value instanceof Double) {
      return "real";
    }
    if (value instanceof Long) {
      return "whole";
    }
    if (value instanceof Boolean) {
      return "truth";
    }
    return value instanceof String ? "text" : "structure";
  }

  private ResultSet resultSet() {
    return notebook.resultSet("t").orElseThrow();
  }

  @Test
  void csvCarriesEverythingButTheDifferenceOfJsonAndStrings() {
    List<Map<String, Object>> table =
        Tables.csv(Tables.export(ExportFormat.CSV, resultSet(), Query.ALL));

    assertCarried(
        table,
        value ->
            value instanceof String text
                ? UnicodeText.of(text)
                : CanonicalValue.isStructured(value)
                    ? ValueJson.write(value, JsonDialect.EXPORT)
                    : value);
  }

  @Test
  void csvIsReadAsAPointsFileAndTheOutputOfAProgramAre() throws Exception {
    String text = Tables.export(ExportFormat.CSV, resultSet(), Query.ALL);
    CsvReader table = CsvReader.of(new StringReader(text));

    for (Map<String, Object> row : Tables.csv(text)) {
      assertThat(table.names()).containsExactlyElementsOf(row.keySet());
      assertSame(table.next(), new ArrayList<>(row.values()));
    }
    assertThat(table.next()).isNull();
  }

  @Test
  void jsonCarriesEverythingButTheDifferenceOfNotFiniteNumbersAndStrings() {
    List<Map<String, Object>> table =
        Tables.json(Tables.export(ExportFormat.JSON, resultSet(), Query.ALL));

    assertCarried(table, ExportContract::asInJson);
  }

  @Test
  void jsonLinesCarryWhatJsonDoes() {
    String lines = Tables.export(ExportFormat.JSONL, resultSet(), Query.ALL);

    assertThat(lines.lines()).hasSize(values.size() + 2);
    assertCarried(Tables.jsonLines(lines), ExportContract::asInJson);
  }

  @Test
  void namesForWhichATableHasNoColumnLeftAreExportedToo() {
    Map<String, Object> many = new LinkedHashMap<>();
    for (int i = 0; i < 1_200; i++) {
      many.put("z" + i, i);
    }
    try (Recorder recorder = notebook.record("wide", counting(2), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(ok(0, "z0", 7), ok(1, Values.of(many)))));
    }
    ResultSet wide = notebook.resultSet("wide").orElseThrow();

    Map<String, Object> row = Tables.csv(Tables.export(ExportFormat.CSV, wide, Query.ALL)).get(1);

    many.replaceAll((name, value) -> CanonicalValue.of(value));
    assertThat(row).containsAllEntriesOf(many);
    for (ExportFormat format : ExportFormat.values()) {
      assertThat(Tables.export(format, wide, Query.SUCCESSFUL)).contains("z1199");
    }
  }

  private static Object asInJson(Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof Double real && !Double.isFinite(real)) {
      return real.toString();
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(asInJson(each)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, each) -> copy.put(UnicodeText.of((String) name), asInJson(each)));
      return copy;
    }
    return value;
  }

  @Test
  void parquetCarriesEveryValueOfATypedColumnAndOthersAsJson() throws Exception {
    Path file = folder.resolve("t.parquet");
    long unused =
        ExportFile.write(
            file, false, out -> ExportFormat.PARQUET.export().write(resultSet(), Query.ALL, out));

    assertThat(Tables.parquetTypes(file))
        .containsEntry("real", "DOUBLE")
        .containsEntry("whole", "INT64")
        .containsEntry("truth", "BOOLEAN")
        .containsEntry("text", "STRING")
        .containsEntry("structure", "JSON")
        .containsEntry("any", "JSON")
        .containsEntry("k", "INT64")
        .containsEntry("_traceback", "STRING")
        .containsEntry("_start_time", "DOUBLE");
    List<Map<String, Object>> table = Tables.parquet(file);
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      Map<String, Object> row = table.get(i);
      Object typed =
          value instanceof String text
              ? UnicodeText.of(text)
              : CanonicalValue.isStructured(value)
                  ? ValueJson.write(value, JsonDialect.EXPORT)
                  : value;
      assertSame(row.get(nameOf(value)), typed);
      for (String column : List.of("any", "derived", "note")) {
        assertSame(row.get(column), ValueJson.write(value, JsonDialect.EXPORT));
      }
      List<String> others = new ArrayList<>(List.of("real", "whole", "truth", "text", "structure"));
      others.remove(nameOf(value));
      assertThat(row).extractingByKeys(others.toArray(String[]::new)).containsOnlyNulls();
    }
  }

  @Test
  void epycCarriesEverythingThereAndBack() throws Exception {
    Path file = folder.resolve("t.json");
    Files.writeString(file, Tables.export(ExportFormat.EPYC, resultSet(), Query.ALL));
    try (WritableNotebook back = MemoryNotebook.create()) {
      List<EpycImport.Imported> imported = EpycImport.into(back, file);

      assertThat(imported).containsExactly(new EpycImport.Imported("t", values.size() + 2L, 1));
      List<Row> before = rows(notebook, "t");
      List<Row> after = rows(back, "t");
      for (int i = 0; i < before.size(); i++) {
        Row row = after.get(i);
        assertSame(row.parameters(), before.get(i).parameters());
        assertSame(row.results(), before.get(i).results());
        assertThat(row.metadata()).containsAllEntriesOf(before.get(i).metadata());
        assertThat(row.timing()).isEqualTo(before.get(i).timing());
        assertThat(row.failure()).isEqualTo(before.get(i).failure());
        assertThat(row.engine()).isEqualTo(before.get(i).engine());
      }
    }
  }

  private void assertCarried(List<Map<String, Object>> table, UnaryOperator<Object> mapping) {
    assertThat(table).hasSize(values.size() + 2);
    for (int i = 0; i < values.size(); i++) {
      Object expected = mapping.apply(values.get(i));
      Map<String, Object> row = table.get(i);
      for (String column : List.of("any", "derived", "note", nameOf(values.get(i)))) {
        assertSame(row.get(column), expected);
      }
      assertThat(row.get("_trial")).isEqualTo((long) i);
    }
    Map<String, Object> empty = table.get(values.size());
    assertThat(empty).containsEntry("any", null).containsEntry("_status", "ok");
    Map<String, Object> failure = table.get(values.size() + 1);
    assertThat(failure)
        .containsEntry("any", null)
        .containsEntry("_status", "failed")
        .containsEntry("_exception", "java.lang.Error: no")
        .containsEntry("_traceback", "java.lang.Error: no\n\tat home");
  }

  /** By equals, which tells -0.0 from 0.0, and a whole number from another. */
  private static void assertSame(Object actual, Object expected) {
    assertThat(Objects.equals(actual, expected)).as("%s for %s", actual, expected).isTrue();
  }
}
