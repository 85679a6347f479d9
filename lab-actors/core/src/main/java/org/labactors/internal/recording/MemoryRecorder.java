package org.labactors.internal.recording;

import java.util.List;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/** Records one result set of a {@link MemoryNotebook}. */
final class MemoryRecorder implements Recorder {

  private final MemoryResultSet resultSet;
  private final Study study;
  private final Trials trials;
  private final List<String> warnings;
  private boolean closed;

  MemoryRecorder(MemoryResultSet resultSet, Study study, List<String> warnings) {
    this.resultSet = resultSet;
    this.study = study;
    this.trials = new Trials(study);
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
    return resultSet.pending();
  }

  @Override
  public Tally tally() {
    return resultSet.tally();
  }

  @Override
  public synchronized void record(List<Batch> batches) {
    if (closed) {
      throw new IllegalStateException("the recorder of '" + resultSet.tag() + "' is closed");
    }
    resultSet.record(study, trials, batches);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      resultSet.letGo();
    }
  }
}
