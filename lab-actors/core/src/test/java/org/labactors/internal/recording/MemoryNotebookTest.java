package org.labactors.internal.recording;

import org.labactors.notebook.NotebookContract;

final class MemoryNotebookTest extends NotebookContract {

  @Override
  protected WritableNotebook create() {
    return MemoryNotebook.create();
  }

  @Override
  protected WritableNotebook reopened(WritableNotebook notebook) {
    return notebook;
  }
}
