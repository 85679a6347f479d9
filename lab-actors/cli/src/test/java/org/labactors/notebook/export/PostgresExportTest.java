package org.labactors.notebook.export;

import org.labactors.internal.postgres.PostgresServer;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;

class PostgresExportTest extends ExportContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(PostgresServer.shared().newSchema());
  }
}
