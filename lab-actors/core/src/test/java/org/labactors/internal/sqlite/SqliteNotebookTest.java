package org.labactors.internal.sqlite;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookContract;

final class SqliteNotebookTest extends NotebookContract {

  @TempDir Path folder;

  @Override
  protected WritableNotebook create() {
    return Notebooks.open(folder.resolve("note book?#%.db"));
  }

  @Override
  protected WritableNotebook reopened(WritableNotebook notebook) {
    notebook.close();
    return create();
  }
}
