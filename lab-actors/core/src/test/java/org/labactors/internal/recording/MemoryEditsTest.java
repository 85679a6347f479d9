package org.labactors.internal.recording;

import org.labactors.notebook.EditsContract;

final class MemoryEditsTest extends EditsContract {

  @Override
  protected WritableNotebook create() {
    return MemoryNotebook.create();
  }

  @Override
  protected WritableNotebook reopened(WritableNotebook notebook) {
    return notebook;
  }
}
