package org.labactors.notebook.export;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.jdbc.JdbcNotebook;
import org.labactors.notebook.jdbc.PostgresServer;

class PostgresEpycTest extends EpycNotebookContract {

  @Override
  Notebook create() {
    return JdbcNotebook.open(PostgresServer.shared().newSchema());
  }
}
