package org.labactors.notebook.export;

import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.WritableNotebook;

class MemoryExportTest extends ExportContract {

  @Override
  WritableNotebook create() {
    return MemoryNotebook.create();
  }
}
