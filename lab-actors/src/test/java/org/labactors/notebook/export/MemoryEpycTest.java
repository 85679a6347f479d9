package org.labactors.notebook.export;

import org.labactors.notebook.MemoryNotebook;
import org.labactors.notebook.WritableNotebook;

class MemoryEpycTest extends EpycNotebookContract {

  @Override
  WritableNotebook create() {
    return MemoryNotebook.create();
  }
}
