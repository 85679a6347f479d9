package org.labactors.notebook.epyc;

import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;

class SqliteEpycTest extends EpycNotebookContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(folder.resolve("t.db"));
  }
}
