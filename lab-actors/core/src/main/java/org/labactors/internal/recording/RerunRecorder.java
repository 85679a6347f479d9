package org.labactors.internal.recording;

import java.util.List;
import org.labactors.experiment.Status;
import org.labactors.notebook.Rerun;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/** Hands on what comes of trials that run again, and records nothing. */
public final class RerunRecorder implements Recorder {

  private final Study study;
  private final Rerun rerun;
  private final Trials trials;
  private final TrialRanges pending;
  private final long all;
  private long ok;
  private long failed;

  /**
   * A recorder of trials that run again.
   *
   * @param study the recorded one, with its seed
   */
  public RerunRecorder(Study study, Rerun rerun) {
    if (study.seed().isEmpty()) {
      throw new IllegalArgumentException("a study that runs again needs the seed it had");
    }
    this.study = study;
    this.rerun = rerun;
    this.trials = new Trials(study);
    this.pending = rerun.pending();
    this.all = pending.size();
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
    return pending.copy();
  }

  /** Of the trials that run again. */
  @Override
  public Tally tally() {
    return new Tally(all, ok, failed);
  }

  @Override
  public void record(List<Batch> batches) {
    for (Batch batch : batches) {
      List<TrialRange> wanted = pending.within(batch.trials());
      if (!wanted.isEmpty()) {
        BatchRows rows = new BatchRows(batch, BatchPoints.of(study, trials, batch));
        wanted.forEach(range -> handOn(range, batch, rows));
      }
    }
  }

  private void handOn(TrialRange range, Batch batch, BatchRows rows) {
    for (long trial = range.first(); trial < range.end(); trial++) {
      int index = (int) (trial - batch.trials().first());
      rerun.came(rows.of(index));
      pending.remove(TrialRange.of(trial));
      if (batch.status()[index] == Status.OK) {
        ok++;
      } else {
        failed++;
      }
    }
  }

  @Override
  public void close() {}
}
