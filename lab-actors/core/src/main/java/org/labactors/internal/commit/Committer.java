package org.labactors.internal.commit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.scheduling.FailedTrial;
import org.labactors.notebook.NotebookException;
import org.labactors.study.RunId;
import org.labactors.study.Tally;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits batches to the result sets that are open, and tells the {@link CommitQueue} what came of
 * it. Values that a store can never hold are recorded as failures of their trials.
 */
final class Committer {

  private static final Logger LOG = LoggerFactory.getLogger(NotebookActor.class);

  private final CommitQueue queue;
  private final Map<RunId, Recorder> recorders = new HashMap<>();

  Committer(CommitQueue queue) {
    this.queue = queue;
  }

  void opened(RunId run, Recorder recorder) {
    recorders.put(run, recorder);
  }

  /** Closes the result set of a run. How many trials it has; empty if it was not open. */
  Optional<Tally> close(RunId run) {
    Optional<Recorder> recorder = Optional.ofNullable(recorders.remove(run));
    recorder.ifPresent(Recorder::close);
    return recorder.map(Recorder::tally);
  }

  void closeAll() {
    recorders.values().forEach(Recorder::close);
  }

  /** Commits batches of a run that is open. What is to be done then. */
  List<NotebookEffect> commit(RunId run, List<NotebookProtocol.Record> records) {
    Recorder recorder = Objects.requireNonNull(recorders.get(run), () -> run + " is not open");
    try {
      recorder.record(records.stream().map(NotebookProtocol.Record::batch).toList());
      return queue.committed(run, records, recorder.tally(), List.of());
    } catch (RuntimeException failure) {
      if (isAboutValues(failure)) {
        return commitOneByOne(run, recorder, records, failure);
      }
      return postponed(run, records, failure);
    }
  }

  /** Whether it is the values that cannot be recorded; of whatever else is wrong, it may pass. */
  private static boolean isAboutValues(RuntimeException failure) {
    return !(failure instanceof NotebookException known) || known.isAboutValues();
  }

  private List<NotebookEffect> postponed(
      RunId run, List<NotebookProtocol.Record> records, RuntimeException failure) {
    boolean away = failure instanceof NotebookException known && known.isTemporary();
    return queue.postponed(run, records, String.valueOf(failure.getMessage()), away);
  }

  /**
   * A transaction has values that the store cannot hold. Records its batches one by one, so that
   * none is held up by another; one that is refused again is split, down to the trial that it is
   * about, and that one is recorded as failed.
   */
  private List<NotebookEffect> commitOneByOne(
      RunId run,
      Recorder recorder,
      List<NotebookProtocol.Record> records,
      RuntimeException refusal) {
    LOG.warn("some values cannot be recorded: {}", refusal.toString());
    List<NotebookEffect> effects = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      try {
        List<FailedTrial> instead = new ArrayList<>();
        commitInParts(recorder, records.get(i).batch(), instead);
        effects.addAll(queue.committed(run, List.of(records.get(i)), recorder.tally(), instead));
      } catch (RuntimeException again) {
        if (isAboutValues(again)) {
          LOG.error("not even a failure can be recorded", again);
          effects.add(
              new NotebookEffect.Tell(
                  new NotebookProtocol.Broke(
                      run, "the notebook refuses to record: " + again.getMessage())));
        } else {
          effects.addAll(postponed(run, records.subList(i, records.size()), again));
        }
        return effects;
      }
    }
    return effects;
  }

  private static void commitInParts(Recorder recorder, Batch batch, List<FailedTrial> instead) {
    try {
      recorder.record(List.of(batch));
    } catch (RuntimeException refusal) {
      if (!isAboutValues(refusal)) {
        throw refusal;
      }
      if (batch.trials().size() == 1) {
        Batch failed = unrecordable(batch, refusal);
        recorder.record(List.of(failed));
        failed.eachFailure(
            (trial, status, failure) -> instead.add(FailedTrial.of(trial, status, failure)));
      } else {
        batch.halves().forEach(half -> commitInParts(recorder, half, instead));
      }
    }
  }

  private static Batch unrecordable(Batch batch, RuntimeException refusal) {
    Batch.Builder failed = new Batch.Builder(batch.engine(), batch.attempt());
    failed.add(
        new Result(
            batch.trials().first(),
            Status.FAILED,
            Values.none().rows(),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            Result.Failure.of(refusal)));
    return failed.build();
  }
}
