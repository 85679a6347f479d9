package org.labactors.notebook.export;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.jdbc.JdbcNotebook;
import org.labactors.notebook.jdbc.PostgresServer;

class PostgresExportTest extends ExportContract {

  @Override
  Notebook create() {
    return JdbcNotebook.open(PostgresServer.shared().newSchema());
  }
}
