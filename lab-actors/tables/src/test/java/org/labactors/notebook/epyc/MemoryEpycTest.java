package org.labactors.notebook.epyc;

import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.WritableNotebook;

class MemoryEpycTest extends EpycNotebookContract {

  @Override
  WritableNotebook create() {
    return MemoryNotebook.create();
  }
}
