package org.labactors.notebook.jdbc;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.notebook.EditsContract;
import org.labactors.notebook.WritableNotebook;
import org.labactors.store.Notebooks;

final class SqliteEditsTest extends EditsContract {

  private final AtomicInteger files = new AtomicInteger();

  @TempDir Path folder;

  @Override
  protected WritableNotebook create() {
    return Notebooks.open(folder.resolve("n" + files.incrementAndGet() + ".db"));
  }

  @Override
  protected WritableNotebook reopened(WritableNotebook notebook) {
    notebook.close();
    return Notebooks.open(notebook.location());
  }
}
