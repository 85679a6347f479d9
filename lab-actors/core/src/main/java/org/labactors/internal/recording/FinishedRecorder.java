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

  /**
   * A recorder that records nothing.
   *
   * @param study the one of the result set, with its seed
   */
  public FinishedRecorder(String location, String tag, Study study, Tally tally) {
    this.location = location;
    this.tag = tag;
    this.study = study;
    this.tally = tally;
  }

  @Override
  public Study study() {
    return study;
  }

  @Override
  public List<String> warnings() {
    return List.of();
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
