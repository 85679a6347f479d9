package org.labactors.notebook.export;

import org.labactors.notebook.Notebook;
import org.labactors.store.Notebooks;

class SqliteEpycTest extends EpycNotebookContract {

  @Override
  Notebook create() {
    return Notebooks.open(folder.resolve("t.db"));
  }
}
