package org.labactors.notebook;

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
