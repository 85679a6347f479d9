package org.labactors.notebook.export;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.jdbc.PostgresServer;
import org.labactors.store.Notebooks;

class PostgresExportTest extends ExportContract {

  @Override
  Notebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }
}
