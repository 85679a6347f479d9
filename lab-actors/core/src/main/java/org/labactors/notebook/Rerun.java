package org.labactors.notebook;

import java.util.List;
import org.labactors.study.TrialRanges;

/**
 * Trials that run again, and who is handed what comes of them; nothing of it is recorded. Used by
 * one thread at a time.
 */
public interface Rerun {

  /** The trials that are still to run; a copy. */
  TrialRanges pending();

  /**
   * Takes what came of a trial, which is not pending any more then.
   *
   * @param rows all of the trial, as a notebook would have them
   */
  void came(List<Row> rows);
}
