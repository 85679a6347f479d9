package org.labactors.internal.replay;

import java.util.List;
import java.util.stream.Stream;
import org.labactors.experiment.Trial;
import org.labactors.internal.engine.SingleTrial;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/**
 * A trial that is recorded in a notebook, with all that is needed to run it again.
 *
 * @param tag of its result set
 * @param study that it is one of
 * @param trial what the experiment is given
 * @param rows that are recorded of it
 */
public record RecordedTrial(String tag, Study study, Trial trial, List<Row> rows) {

  /** The name that rows of now have in place of an engine's. */
  public static final String HERE = "here";

  /**
   * Reads a trial.
   *
   * @param number of the trial
   * @param code where the experiment's class is
   * @throws NotebookException if the trial is not recorded
   * @throws IllegalArgumentException if its study cannot be read: the class is missing, is a
   *     lambda, or has other fields by now; the text says which
   */
  public static RecordedTrial of(ResultSet results, long number, ClassLoader code)
      throws InterruptedException {
    Study study = StudyJson.read(studyOf(results, number), code);
    Trials trials = new Trials(study);
    if (number < 0 || number >= trials.size()) {
      throw NotebookException.refused(
          "the result set '%s' has no trial %d; it has %s"
              .formatted(
                  results.tag(),
                  number,
                  trials.size() == 1 ? "trial 0" : "trials 0 to " + (trials.size() - 1)));
    }
    List<Row> rows = rows(results, number);
    return new RecordedTrial(results.tag(), study, trials.trial(number, () -> false), rows);
  }

  /** The study as JSON, with the files of the code that made the trial. */
  private static String studyOf(ResultSet results, long number) {
    String study = results.studyJson();
    return results
        .codeOf(number)
        .flatMap(RecordedCode::experiment)
        .map(experiment -> StudyJson.withFilesOf(study, experiment))
        .orElse(study);
  }

  private static List<Row> rows(ResultSet results, long number) {
    try (Stream<Row> rows = results.rows(Query.ALL.ofTrial(number))) {
      List<Row> found = rows.toList();
      if (found.isEmpty()) {
        throw NotebookException.refused(
            "trial %d of the result set '%s' is not recorded".formatted(number, results.tag()));
      }
      return found;
    }
  }

  /**
   * Runs it again, in this JVM, and waits for it. Nothing in the notebook changes.
   *
   * @throws IllegalArgumentException if the experiment cannot be made ready; the text says why
   */
  public Replay again() throws InterruptedException {
    Batch batch = SingleTrial.run(study, trial.number(), HERE);
    // As a notebook has it, so that like is compared with like.
    MemoryNotebook notebook = MemoryNotebook.create();
    try (Recorder recorder = notebook.record(tag, study, RecordOptions.DEFAULT)) {
      recorder.record(List.of(batch));
    }
    try (Stream<Row> again = notebook.resultSet(tag).orElseThrow().rows(Query.ALL)) {
      return new Replay(rows, again.toList());
    }
  }
}
