package org.labactors.notebook.export;

import org.labactors.notebook.WritableNotebook;
import org.labactors.notebook.jdbc.PostgresServer;
import org.labactors.store.Notebooks;

class PostgresEpycTest extends EpycNotebookContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }
}
