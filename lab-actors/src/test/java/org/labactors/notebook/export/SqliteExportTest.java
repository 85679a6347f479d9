package org.labactors.notebook.export;

import org.labactors.notebook.Notebook;
import org.labactors.store.Notebooks;

class SqliteExportTest extends ExportContract {

  @Override
  Notebook create() {
    return Notebooks.open(folder.resolve("t.db"));
  }
}
