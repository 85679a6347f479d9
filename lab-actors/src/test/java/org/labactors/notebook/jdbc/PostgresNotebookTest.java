package org.labactors.notebook.jdbc;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookContract;

final class PostgresNotebookTest extends NotebookContract {

  @Override
  protected Notebook create() {
    return JdbcNotebook.open(PostgresServer.shared().newSchema());
  }

  @Override
  protected Notebook reopened(Notebook notebook) {
    notebook.close();
    return JdbcNotebook.open(notebook.location());
  }
}
