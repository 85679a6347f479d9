package org.labactors.notebook.export;

import org.labactors.notebook.MemoryNotebook;
import org.labactors.notebook.Notebook;

class MemoryExportTest extends ExportContract {

  @Override
  Notebook create() {
    return MemoryNotebook.create();
  }
}
