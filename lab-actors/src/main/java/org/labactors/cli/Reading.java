package org.labactors.cli;

import java.nio.file.Path;
import org.labactors.notebook.Notebook;

/** Opens notebooks that are only looked at. */
final class Reading {

  private Reading() {}

  /**
   * An existing notebook, opened so that nothing is created and nothing changed.
   *
   * @throws org.labactors.notebook.NotebookException if there is none, or it cannot be read
   */
  @SuppressWarnings("DoNotCallSuggester")
  static Notebook open(Path file) {
    throw new UnsupportedOperationException("reading " + file);
  }
}
