package org.labactors.internal.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.labactors.notebook.Recordings.batch;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.noted;
import static org.labactors.notebook.Recordings.ok;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Result;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.Tables;
import org.labactors.notebook.format.ExportFormat;

class TableHeaderTest {

  private static ResultSet recorded(WritableNotebook notebook, Result... results) {
    try (Recorder recorder = notebook.record("t", counting(9), RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch(results)));
    }
    return notebook.resultSet("t").orElseThrow();
  }

  private static List<String> headers(ResultSet resultSet) {
    return TableHeader.of(resultSet).columns().stream()
        .skip(OwnColumns.ALL.size())
        .map(TableColumn::header)
        .toList();
  }

  @Test
  void namesThatMeetGetASuffix() {
    ResultSet resultSet =
        recorded(
            MemoryNotebook.create(),
            noted(ok(0, "k", 1, "K", 2, "half \uD800", 3), Map.of(), Map.of("k", 4)));

    assertThat(headers(resultSet))
        .containsExactlyInAnyOrder("k", "k_metadata", "k_result", "K_result_2", "half \uFFFD");
    Map<String, Object> row =
        Tables.csv(Tables.export(ExportFormat.CSV, resultSet, Query.ALL)).get(0);
    assertThat(row)
        .containsEntry("k", 0L)
        .containsEntry("k_result", 1L)
        .containsEntry("K_result_2", 2L)
        .containsEntry("k_metadata", 4L);
  }

  @Test
  void aColumnThatComesWhileItIsWrittenIsNotLostInSilence() {
    WritableNotebook notebook = MemoryNotebook.create();
    ResultSet resultSet = recorded(notebook, ok(0, "z", 1));
    TableHeader header = TableHeader.of(resultSet);
    recorded(notebook, ok(1, "w", 1));

    try (Stream<Row> rows = resultSet.rows(Query.ALL)) {
      assertThatThrownBy(() -> rows.forEach(header::check))
          .isInstanceOf(NotebookException.class)
          .hasMessage(
              "the result set 't' got a new column, or values of another type, from a run while it"
                  + " was exported; export it again");
    }
  }
}
