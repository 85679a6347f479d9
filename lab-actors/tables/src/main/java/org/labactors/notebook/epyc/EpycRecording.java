package org.labactors.notebook.epyc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.FinishedRecorder;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;

/** Records the results of one result set of epyc, in the order in which they were outlined. */
final class EpycRecording implements AutoCloseable {

  private static final int TRIALS_AT_ONCE = 1_000;

  private final WritableNotebook notebook;
  private final EpycOutline outline;
  private final Set<String> parameters;
  private final Recorder recorder;
  private final List<Map<String, @Nullable Object>> rowsOfTrial = new ArrayList<>();
  private @Nullable EpycResult firstOfTrial;
  private Batch.@Nullable Builder batch;
  private String engine = "";
  private int attempt;
  private long trials;
  private long rows;
  private long pending;

  /** Opens the result set in the notebook. */
  EpycRecording(WritableNotebook notebook, EpycOutline outline) {
    this.notebook = notebook;
    this.outline = outline;
    this.parameters = outline.parameters();
    this.recorder = recorder();
  }

  /** A recorder; one that has nothing to record if all of it is there and finished. */
  private Recorder recorder() {
    Study study = outline.study();
    Optional<ResultSet> done =
        notebook
            .resultSet(outline.tag())
            .filter(ResultSet::isFinished)
            .filter(there -> there.digest().equals(StudyDigest.of(study)));
    return done.isPresent()
        ? new FinishedRecorder(
            notebook.location(), outline.tag(), study, done.get().tally(), List.of())
        : notebook.record(outline.tag(), study, new RecordOptions(outline.description(), false));
  }

  void result(EpycResult told) {
    EpycResult result = outline.renamed(told);
    if (!outline.isNextRow(result)) {
      endTrial();
      if (result.isNeverRun() && outline.isLocked()) {
        // Its lock will cancel it, as it was before.
        flush();
        trials++;
        return;
      }
      firstOfTrial = result;
    }
    rowsOfTrial.add(result.results());
    rows++;
  }

  void pending(String job) {
    endTrial();
    pending++;
    add(
        "epyc",
        1,
        new Result(
            trials,
            Status.CANCELLED,
            List.of(Map.of()),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            new Result.Failure(
                "was pending in epyc, as job " + job + ", when it was imported", "")));
  }

  private void endTrial() {
    EpycResult first = firstOfTrial;
    if (first != null) {
      add(
          first.engine(),
          first.attempt(),
          new Result(
              trials,
              first.status(),
              List.copyOf(rowsOfTrial),
              derived(first.parameters()),
              first.metadata(),
              first.timing(),
              first.failure()));
      firstOfTrial = null;
      rowsOfTrial.clear();
    }
  }

  private Map<String, @Nullable Object> derived(Map<String, @Nullable Object> all) {
    Map<String, @Nullable Object> derived = new LinkedHashMap<>(all);
    derived.keySet().removeAll(parameters);
    return derived;
  }

  private void add(String by, int at, Result result) {
    Batch.Builder current = batch;
    if (current == null
        || current.size() >= TRIALS_AT_ONCE
        || !by.equals(engine)
        || at != attempt) {
      flush();
      current = new Batch.Builder(by, at);
      batch = current;
      engine = by;
      attempt = at;
    }
    current.add(result);
    trials++;
  }

  private void flush() {
    if (batch != null && !recorder.pending().isEmpty()) {
      recorder.record(List.of(batch.build()));
    }
    batch = null;
  }

  /** Records what is left, with attributes and lock, and sums up. */
  EpycImport.Imported end() {
    endTrial();
    flush();
    recorder.close();
    ResultSet recorded = notebook.resultSet(outline.tag()).orElseThrow();
    if (!recorded.isFinished()) {
      Map<String, Object> attributes = new LinkedHashMap<>(outline.attributes());
      attributes.keySet().removeAll(recorded.attributes().keySet());
      attributes.forEach(
          (name, value) -> notebook.edits().setAttribute(outline.tag(), name, value));
      if (outline.isLocked()) {
        notebook.edits().finish(outline.tag());
      }
    }
    return new EpycImport.Imported(outline.tag(), rows, pending);
  }

  @Override
  public void close() {
    recorder.close();
  }
}
