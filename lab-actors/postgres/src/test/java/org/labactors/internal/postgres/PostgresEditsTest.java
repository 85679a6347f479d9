package org.labactors.internal.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.numbers;
import static org.labactors.notebook.Recordings.rows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.EditsContract;
import org.labactors.notebook.RecordOptions;

final class PostgresEditsTest extends EditsContract {

  @TempDir Path folder;

  @Override
  protected WritableNotebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }

  @Override
  protected WritableNotebook reopened(WritableNotebook notebook) {
    notebook.close();
    return Notebooks.open(notebook.location());
  }

  @Test
  void aResultSetGoesFromOneDatabaseToTheOtherAndBack() {
    try (WritableNotebook postgres = create();
        WritableNotebook sqlite = Notebooks.open(folder.resolve("n.db"));
        Recorder recorder = sqlite.record("t", counting(5_000), RecordOptions.DEFAULT)) {
      recorder.record(List.of(numbers(100, 4_000)));

      postgres.edits().copy(sqlite.resultSet("t").orElseThrow(), "there");
      sqlite.edits().copy(postgres.resultSet("there").orElseThrow(), "back");

      assertThat(rows(postgres, "there")).hasSize(3_900).isEqualTo(rows(sqlite, "t"));
      assertThat(rows(sqlite, "back")).isEqualTo(rows(sqlite, "t"));
    }
  }
}
