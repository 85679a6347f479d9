package org.labactors.internal.recording;

import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Tags;
import org.labactors.study.Study;

/**
 * A notebook in which results can be recorded. One {@link Recorder} at a time writes a result set,
 * and one process at a time writes the notebook.
 */
public interface WritableNotebook extends EditableNotebook {

  /**
   * The same notebook, for recording.
   *
   * @throws IllegalArgumentException if it is not one of the laboratory's
   */
  static WritableNotebook of(EditableNotebook notebook) {
    if (notebook instanceof WritableNotebook writable) {
      return writable;
    }
    throw new IllegalArgumentException(
        "the notebook is a "
            + notebook.getClass().getName()
            + "; open one by Lab.edit, or take that of a lab");
  }

  /**
   * Refuses a tag that no result set of this notebook can have.
   *
   * @throws org.labactors.notebook.NotebookException if it is refused; the text says what to change
   */
  default void checkTag(String tag) {
    Tags.check(tag);
  }

  /**
   * Begins a result set for a study, or continues the one that is there.
   *
   * @param study without a seed, it takes the recorded one's, or one is drawn
   * @throws org.labactors.notebook.NotebookException if the tag holds the results of another study
   *     (the text says what differs) or is no possible tag; if it is finished, unless all trials
   *     are recorded already; or if another process writes this notebook
   */
  Recorder record(String tag, Study study, RecordOptions options);

  /**
   * Takes the right to write before anything is recorded, as {@link #record} does otherwise.
   *
   * @throws org.labactors.notebook.NotebookException if it cannot be had; {@code
   *     NotebookException#isOccupied} if another process has it
   */
  default void claim() {}

  /** Gives up the right to write, unless something is being recorded; it can be had again. */
  default void letGo() {}

  @Override
  default boolean already(String tag, Study study) {
    return Continuation.isComplete(resultSet(tag), study);
  }
}
