package org.labactors.internal.recording;

import java.util.List;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

/**
 * Writes one result set. Used by one thread at a time.
 *
 * <p>Recording is idempotent: results of a trial that is not pending are left out, so a batch may
 * arrive twice.
 */
public interface Recorder extends AutoCloseable {

  /** The study, with its seed. */
  Study study();

  /** What the user should know about continuing this result set; texts, empty as a rule. */
  List<String> warnings();

  /** The trials not recorded yet; a copy. */
  TrialRanges pending();

  /** How many trials are recorded, and with what status. */
  Tally tally();

  /**
   * Records batches in one transaction. When it returns they are on disk; when it throws, none of
   * them is, and the same call may be tried again.
   *
   * @throws org.labactors.notebook.NotebookException if the store cannot take them now, or, as
   *     {@code NotebookException#isAboutValues} says, can never hold some of their values
   */
  void record(List<Batch> batches);

  /** Lets go of the result set; what was recorded stays. */
  @Override
  void close();
}
