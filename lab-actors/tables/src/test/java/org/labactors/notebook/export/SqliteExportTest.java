package org.labactors.notebook.export;

import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;

class SqliteExportTest extends ExportContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(folder.resolve("t.db"));
  }
}
