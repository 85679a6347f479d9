package org.labactors.notebook.export;

import org.labactors.notebook.MemoryNotebook;
import org.labactors.notebook.WritableNotebook;

class MemoryExportTest extends ExportContract {

  @Override
  WritableNotebook create() {
    return MemoryNotebook.create();
  }
}
