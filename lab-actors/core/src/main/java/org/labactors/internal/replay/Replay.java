package org.labactors.internal.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Trial;
import org.labactors.internal.engine.SingleTrial;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/**
 * A recorded trial, run again with the same parameters and the same seed. Nothing in the notebook
 * changes.
 *
 * @param seed the seed of the trial
 * @param recorded the rows in the notebook
 * @param again the rows of now
 */
public record Replay(long seed, List<Row> recorded, List<Row> again) {

  /** The name that rows of now have in place of an engine's. */
  public static final String HERE = "here";

  /**
   * Runs a recorded trial again, in this JVM, and waits for it.
   *
   * @param code where the experiment's class is
   * @throws NotebookException if the trial is not recorded
   * @throws IllegalArgumentException if its study cannot be read or its experiment cannot be made
   *     ready: the class is missing, is a lambda, or has other fields by now; the text says which
   */
  public static Replay of(ResultSet results, long trial, ClassLoader code)
      throws InterruptedException {
    Study study = StudyJson.read(results.studyJson(), code);
    Trials trials = new Trials(study);
    if (trial < 0 || trial >= trials.size()) {
      throw NotebookException.refused(
          "the result set '%s' has no trial %d; it has %s"
              .formatted(
                  results.tag(),
                  trial,
                  trials.size() == 1 ? "trial 0" : "trials 0 to " + (trials.size() - 1)));
    }
    Trial described = trials.trial(trial, () -> false);
    List<Row> recorded = recorded(results, described);
    return new Replay(described.seed(), recorded, measured(results.tag(), study, trial));
  }

  private static List<Row> recorded(ResultSet results, Trial trial) {
    Query atThePoint = Query.ALL;
    for (Map.Entry<String, @Nullable Object> each : trial.parameters().entrySet()) {
      Object value = each.getValue();
      if (value instanceof Long || value instanceof String || value instanceof Boolean) {
        atThePoint = atThePoint.where(each.getKey(), value);
      }
    }
    try (Stream<Row> rows = results.rows(atThePoint)) {
      List<Row> found =
          rows.dropWhile(row -> row.trial() < trial.number())
              .takeWhile(row -> row.trial() == trial.number())
              .toList();
      if (found.isEmpty()) {
        throw NotebookException.refused(
            "trial %d of the result set '%s' is not recorded"
                .formatted(trial.number(), results.tag()));
      }
      return found;
    }
  }

  private static List<Row> measured(String tag, Study study, long trial)
      throws InterruptedException {
    Batch batch = SingleTrial.run(study, trial, HERE);
    // As a notebook has it, so that like is compared with like.
    MemoryNotebook notebook = MemoryNotebook.create();
    try (Recorder recorder = notebook.record(tag, study, RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch));
    }
    try (Stream<Row> rows = notebook.resultSet(tag).orElseThrow().rows(Query.ALL)) {
      return rows.toList();
    }
  }

  /**
   * Whether the trial came to the same: as many rows, of each the status, the parameters and the
   * results, and of a failure what was thrown. When and where it ran, how long it took and what it
   * noted beside its results may differ.
   */
  public boolean isEqual() {
    if (recorded.size() != again.size()) {
      return false;
    }
    for (int i = 0; i < again.size(); i++) {
      if (!isEqual(recorded.get(i), again.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEqual(Row one, Row other) {
    return one.status() == other.status()
        && known(one.parameters()).equals(known(other.parameters()))
        && known(one.results()).equals(known(other.results()))
        && Objects.equals(thrown(one), thrown(other));
  }

  /** The values there are: a name without one may be missing, or be there for other rows. */
  private static Map<String, Object> known(Map<String, @Nullable Object> values) {
    Map<String, Object> known = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            known.put(name, value);
          }
        });
    return known;
  }

  /** What was thrown; the text of a trial whose time was up says how long it took. */
  private static @Nullable String thrown(Row row) {
    Result.Failure failure = row.failure();
    return failure == null || row.status() == Status.TIMED_OUT ? null : failure.exception();
  }
}
