package org.labactors.notebook;

final class MemoryEditsTest extends EditsContract {

  @Override
  protected Notebook create() {
    return MemoryNotebook.create();
  }

  @Override
  protected Notebook reopened(Notebook notebook) {
    return notebook;
  }
}
