package org.labactors.notebook.export;

import org.labactors.internal.recording.WritableNotebook;
import org.labactors.store.Notebooks;

class SqliteExportTest extends ExportContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(folder.resolve("t.db"));
  }
}
