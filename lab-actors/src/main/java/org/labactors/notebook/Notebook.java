package org.labactors.notebook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.study.Study;
import org.labactors.study.StudyDigest;
import org.labactors.study.StudyJson;

/**
 * A durable store of result sets. Any number of readers may use it at any time; one {@link
 * Recorder} at a time writes a result set, and one process at a time writes the notebook.
 *
 * <p>Reading methods may be called from any thread.
 */
public interface Notebook extends AutoCloseable {

  /** Where it is, as the user wrote it: a file, the address of a database, or {@code "memory"}. */
  String location();

  /** How much room it takes where it is kept, in bytes; 0 in memory. */
  default long bytes() {
    return 0;
  }

  /** What it is, in the user's words; may be empty. */
  String description();

  /** What the user noted about it: values by name, in alphabetical order. */
  Map<String, Object> attributes();

  /** Whether it is finished: locked for ever. */
  boolean isFinished();

  /** The result sets, in the order in which they were begun. */
  List<ResultSet> resultSets();

  /** The result set under a tag, if there is one. */
  Optional<ResultSet> resultSet(String tag);

  /**
   * Refuses a tag that no result set of this notebook can have.
   *
   * @throws NotebookException if it is refused; the text says what to change
   */
  default void checkTag(String tag) {
    Tags.check(tag);
  }

  /**
   * Begins a result set for a study, or continues the one that is there.
   *
   * @param study without a seed, it takes the recorded one's, or one is drawn
   * @throws NotebookException if the tag holds the results of another study (the text says what
   *     differs) or is no possible tag; if it is finished, unless all trials are recorded already;
   *     or if another process writes this notebook
   */
  Recorder record(String tag, Study study, RecordOptions options);

  /**
   * To change what is there.
   *
   * @throws IllegalStateException if the notebook is closed or open for reading only
   */
  Edits edits();

  /**
   * Takes the right to write before anything is recorded, as {@link #record} does otherwise.
   *
   * @throws NotebookException if it cannot be had; {@link NotebookException#isOccupied} if another
   *     process has it
   */
  default void claim() {}

  /** Gives up the right to write, unless something is being recorded; it can be had again. */
  default void letGo() {}

  /**
   * Whether all results of a study are there under a tag, so that running it would run nothing.
   *
   * @param study without a seed, the recorded one's is taken
   */
  default boolean already(String tag, Study study) {
    return resultSet(tag)
        .filter(there -> there.tally().pending() == 0)
        .filter(
            there ->
                StudyDigest.of(Continuation.seeded(study, StudyJson.seedOf(there.study())))
                    .equals(there.digest()))
        .isPresent();
  }

  @Override
  void close();
}
