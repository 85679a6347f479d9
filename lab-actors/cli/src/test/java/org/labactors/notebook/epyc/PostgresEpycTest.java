package org.labactors.notebook.epyc;

import org.labactors.internal.postgres.PostgresServer;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;

class PostgresEpycTest extends EpycNotebookContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }
}
