package org.labactors.internal.database;

import java.time.Instant;
import org.labactors.internal.recording.Continuation;
import org.labactors.study.Tally;

/**
 * What the notebook keeps about a result set, beside its columns, rows and pending trials.
 *
 * @param study the study as JSON
 * @param severalRows whether its table has room for several rows of a trial
 * @param finished whether it is locked for ever
 */
public record StoredResultSet(
    String tag,
    String description,
    String study,
    String digest,
    long seed,
    Tally tally,
    Instant created,
    boolean severalRows,
    boolean finished) {

  /** What a study that goes on is compared with. */
  public Continuation.Recorded recorded() {
    return new Continuation.Recorded(tag, study, digest, tally, finished);
  }
}
