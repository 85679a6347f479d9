package org.labactors.notebook;

final class MemoryNotebookTest extends NotebookContract {

  @Override
  protected Notebook create() {
    return MemoryNotebook.create();
  }

  @Override
  protected Notebook reopened(Notebook notebook) {
    return notebook;
  }
}
