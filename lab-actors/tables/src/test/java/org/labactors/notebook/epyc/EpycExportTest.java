package org.labactors.notebook.epyc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.ok;
import static org.labactors.notebook.Recordings.rows;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.experiment.Result;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recordings;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.Tables;
import org.labactors.notebook.format.ExportFormat;

class EpycExportTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @TempDir Path folder;
  private final WritableNotebook notebook = MemoryNotebook.create();

  private ResultSet recorded(long trials, Result... results) {
    RecordOptions options = new RecordOptions("what it is", false);
    try (Recorder recorder = notebook.record("t", counting(trials), options)) {
      recorder.record(List.of(batch(results)));
    }
    return notebook.resultSet("t").orElseThrow();
  }

  private static JsonNode exported(ResultSet resultSet, Query query) throws Exception {
    return JSON.readTree(Tables.export(ExportFormat.EPYC, resultSet, query));
  }

  @Test
  void itHasTheShapeThatEpycReads() throws Exception {
    ResultSet resultSet =
        recorded(3, noted(ok(0, "z", 0.5), Map.of(), Map.of("steps", 7)), failed(1));

    JsonNode epyc = exported(resultSet, Query.ALL);

    assertThat(epyc.path("version").textValue()).isEqualTo("2");
    assertThat(epyc.path("current").textValue()).isEqualTo("t");
    assertThat(epyc.path("locked").booleanValue()).isFalse();
    JsonNode set = epyc.path("resultsets").path("t");
    assertThat(set.path("description").textValue()).isEqualTo("what it is");
    JsonNode first = set.path("results").path(0);
    assertThat(first.path("parameters").toString()).isEqualTo("{\"k\":0}");
    assertThat(first.path("results").toString()).isEqualTo("{\"z\":0.5}");
    JsonNode metadata = first.path("metadata");
    assertThat(metadata.path("epyc.experiment.status").booleanValue()).isTrue();
    assertThat(metadata.path("epyc.experiment.start_time").textValue())
        .isEqualTo("2023-11-14T22:13:20.000000+00:00");
    assertThat(metadata.path("epyc.experiment.elapsed_time").doubleValue()).isEqualTo(0.875);
    assertThat(metadata.path("epyc.experiment.classname").textValue())
        .isEqualTo(Recordings.Silent.class.getName());
    assertThat(metadata.path("steps").longValue()).isEqualTo(7);
    JsonNode failure = set.path("results").path(1);
    assertThat(failure.path("results")).isEmpty();
    assertThat(failure.path("metadata").path("epyc.experiment.status").booleanValue()).isFalse();
    assertThat(failure.path("metadata").path("epyc.experiment.exception").textValue())
        .isEqualTo("java.lang.Error: no");
    assertThat(set.path("pending-results").toString()).isEqualTo("{\"t/trial-2\":{\"k\":2}}");
  }

  @Test
  void whatSucceededComesFirst() throws Exception {
    ResultSet resultSet = recorded(4, failed(0), ok(1, "z", 1), failed(2), ok(3, "z", 3));

    JsonNode results = exported(resultSet, Query.ALL).path("resultsets").path("t").path("results");

    List<Long> trials = new ArrayList<>();
    results.forEach(each -> trials.add(each.path("metadata").path("lab-actors.trial").asLong()));
    assertThat(trials).containsExactly(1L, 3L, 0L, 2L);
  }

  @Test
  void failuresAloneHaveTheSameNamesEach() throws Exception {
    ResultSet resultSet =
        recorded(2, failed(0), noted(failed(1), Map.of("d", 1), Map.of("steps", 7)));

    JsonNode results = exported(resultSet, Query.ALL).path("resultsets").path("t").path("results");

    for (String part : List.of("parameters", "metadata")) {
      List<String> first = new ArrayList<>();
      results.path(0).path(part).fieldNames().forEachRemaining(first::add);
      List<String> second = new ArrayList<>();
      results.path(1).path(part).fieldNames().forEachRemaining(second::add);
      assertThat(first).containsExactlyInAnyOrderElementsOf(second);
    }
    assertThat(back(resultSet)).isEqualTo(rows(notebook, "t").stream().map(Row::metadata).toList());
  }

  /** The metadata after export and import, without epyc's own. */
  private List<Map<String, Object>> back(ResultSet resultSet) throws Exception {
    Path file = folder.resolve("back.json");
    Files.writeString(file, Tables.export(ExportFormat.EPYC, resultSet, Query.ALL));
    WritableNotebook other = MemoryNotebook.create();
    EpycImport.into(other, file);
    List<Map<String, Object>> metadata = new ArrayList<>();
    for (Row row : rows(other, "t")) {
      Map<String, Object> copy = new java.util.HashMap<>(row.metadata());
      copy.remove("epyc.experiment.classname");
      metadata.add(copy);
    }
    return metadata;
  }

  @Test
  void aTrialOfSeveralRowsIsOneAgain() throws Exception {
    ResultSet resultSet =
        recorded(
            2,
            ok(0, Values.rows(List.of(Map.of("t", 0), Map.of("t", 1), Map.of("t", 2)))),
            ok(1, Values.rows(List.of(Map.of("t", 0), Map.of("t", 1)))));
    Path file = folder.resolve("back.json");
    Files.writeString(file, Tables.export(ExportFormat.EPYC, resultSet, Query.ALL));
    WritableNotebook other = MemoryNotebook.create();

    EpycImport.into(other, file);

    assertThat(rows(other, "t"))
        .extracting(row -> row.trial() + "." + row.row() + " " + row.get("t"))
        .containsExactly("0.0 0", "0.1 1", "0.2 2", "1.0 0", "1.1 1");
  }

  @Test
  void attributesAndLockGoAlongAndComeBack() throws Exception {
    recorded(2, ok(0, "z", 1));
    notebook.edits().setAttribute("t", "units", "m");
    notebook.edits().setAttribute("t", "locked", List.of(1.5));
    notebook.edits().finish("t");
    ResultSet resultSet = notebook.resultSet("t").orElseThrow();

    JsonNode set = exported(resultSet, Query.ALL).path("resultsets").path("t");

    assertThat(set.path("locked").booleanValue()).isTrue();
    assertThat(set.path("units").textValue()).isEqualTo("m");
    assertThat(set.path("pending-results")).isEmpty();
    JsonNode cancelled = set.path("results").path(1);
    assertThat(cancelled.path("parameters").toString()).isEqualTo("{\"k\":1}");
    assertThat(cancelled.path("metadata").path("epyc.experiment.status").booleanValue()).isFalse();
    assertThat(cancelled.path("metadata").path("epyc.experiment.exception").textValue())
        .isEqualTo("Cancelled");
    Path file = folder.resolve("back.json");
    Files.writeString(file, Tables.export(ExportFormat.EPYC, resultSet, Query.ALL));
    WritableNotebook other = MemoryNotebook.create();
    EpycImport.into(other, file);
    EpycImport.into(other, file);
    ResultSet back = other.resultSet("t").orElseThrow();
    assertThat(back.isFinished()).isTrue();
    assertThat(back.tally()).isEqualTo(resultSet.tally());
    assertThat(back.attributes()).isEqualTo(resultSet.attributes());
    assertThat(back.description()).isEqualTo("what it is");
  }

  @Test
  void anExcerptHasNothingPending() throws Exception {
    ResultSet resultSet = recorded(4, ok(0, "z", 0), failed(1), ok(2, "z", 2));

    JsonNode set = exported(resultSet, Query.SUCCESSFUL.where("k", 2)).path("resultsets").path("t");

    assertThat(set.path("results")).hasSize(1);
    assertThat(set.path("pending-results")).isEmpty();
  }
}
