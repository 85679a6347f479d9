package org.labactors.notebook.export;

import org.labactors.notebook.Notebook;
import org.labactors.notebook.jdbc.JdbcNotebook;

class SqliteEpycTest extends EpycNotebookContract {

  @Override
  Notebook create() {
    return JdbcNotebook.open(folder.resolve("t.db"));
  }
}
