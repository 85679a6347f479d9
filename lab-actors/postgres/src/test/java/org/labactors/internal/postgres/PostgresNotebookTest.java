package org.labactors.internal.postgres;

import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.NotebookContract;

final class PostgresNotebookTest extends NotebookContract {

  @Override
  protected WritableNotebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }

  @Override
  protected WritableNotebook reopened(WritableNotebook notebook) {
    notebook.close();
    return Notebooks.open(notebook.location());
  }
}
