package org.labactors.notebook.export;

import org.labactors.notebook.WritableNotebook;
import org.labactors.store.Notebooks;

class SqliteEpycTest extends EpycNotebookContract {

  @Override
  WritableNotebook create() {
    return Notebooks.open(folder.resolve("t.db"));
  }
}
