package org.labactors.notebook.export;

import org.labactors.notebook.MemoryNotebook;
import org.labactors.notebook.Notebook;

class MemoryEpycTest extends EpycNotebookContract {

  @Override
  Notebook create() {
    return MemoryNotebook.create();
  }
}
