package org.labactors.internal.sqlite;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.EditsContract;

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
