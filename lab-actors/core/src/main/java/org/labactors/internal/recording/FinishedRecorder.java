package org.labactors.internal.recording;

import java.util.List;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

/** A recorder for a result set that is finished and complete: there is nothing left to record. */
public final class FinishedRecorder implements Recorder {

  private final String location;
  private final String tag;
  private final Study study;
  private final Tally tally;
  private final List<String> warnings;

  /**
   * A recorder that records nothing.
   *
   * @param study the one of the result set, with its seed
   * @param warnings what the user should know of the results
   */
  public FinishedRecorder(
      String location, String tag, Study study, Tally tally, List<String> warnings) {
    this.location = location;
    this.tag = tag;
    this.study = study;
    this.tally = tally;
    this.warnings = warnings;
  }

  @Override
  public Study study() {
    return study;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  @Override
  public TrialRanges pending() {
    return new TrialRanges();
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public void record(List<Batch> batches) {
    throw EditRules.finished(location, tag);
  }

  @Override
  public void close() {}
}
