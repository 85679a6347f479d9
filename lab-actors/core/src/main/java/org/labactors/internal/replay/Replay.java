package org.labactors.internal.replay;

import java.util.List;
import org.labactors.internal.recording.TrialOutcome;
import org.labactors.notebook.Row;

/**
 * What came of a trial that was run again with the same parameters and the same seed.
 *
 * @param recorded the rows in the notebook
 * @param again the rows of now
 */
public record Replay(List<Row> recorded, List<Row> again) {

  /** Whether the trial came to the same. */
  public boolean isEqual() {
    return new TrialOutcome(recorded).differenceTo(new TrialOutcome(again)).isEmpty();
  }
}
