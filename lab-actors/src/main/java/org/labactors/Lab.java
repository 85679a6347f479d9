package org.labactors;

import java.nio.file.Path;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.study.Study;

/** A laboratory: engines that run trials and a notebook that takes the results. */
@SuppressWarnings("DoNotCallSuggester")
public final class Lab implements AutoCloseable {

  /** Opens a lab on this machine, one engine for each core, with a notebook in an SQLite file. */
  public static Lab open(Path notebook) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens a lab on this machine.
   *
   * @param notebook a file, or {@code memory}
   * @param engines how many engines: 0 for one on each core, −n for all cores but n, n for n
   */
  public static Lab open(String notebook, int engines) {
    throw new UnsupportedOperationException();
  }

  /** As {@link #submit(String, Study, RecordOptions)}, with nothing special. */
  public Run submit(String tag, Study study) {
    return submit(tag, study, RecordOptions.DEFAULT);
  }

  /**
   * Starts a study under a tag, or continues it: what is recorded under the tag is not run again.
   *
   * @throws org.labactors.notebook.NotebookException if the tag holds another study, is locked, or
   *     the notebook cannot be written
   * @throws IllegalArgumentException if the study's design does not fit its parameter space
   */
  public Run submit(String tag, Study study, RecordOptions options) {
    throw new UnsupportedOperationException();
  }

  /** The notebook, for reading. */
  public Notebook notebook() {
    throw new UnsupportedOperationException();
  }

  /** Stops everything; what was measured is recorded first. */
  @Override
  public void close() {}
}
