package org.labactors.notebook.jdbc;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookContract;
import org.labactors.store.Notebooks;

final class PostgresNotebookTest extends NotebookContract {

  @Override
  protected Notebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }

  @Override
  protected Notebook reopened(Notebook notebook) {
    notebook.close();
    return Notebooks.open(notebook.location());
  }
}
