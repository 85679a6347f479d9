package org.labactors.internal.recording;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.labactors.internal.json.StudyDifference;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.text.TimeText;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;
import org.labactors.study.Tally;

/** The rules by which a study begins a result set or continues one. */
public final class Continuation {

  /** Seeds have 53 bits, so that tools that only know doubles read them right. */
  private static final int SEED_BITS = 53;

  private Continuation() {}

  /**
   * Whether all results of a study are there, so that running it would record nothing.
   *
   * @param there what is under the study's tag
   * @param study without a seed, the recorded one's is taken
   */
  static boolean isComplete(Optional<ResultSet> there, Study study) {
    return there
        .filter(found -> found.tally().pending() == 0)
        .filter(
            found ->
                StudyDigest.isSame(
                    seeded(study, StudyJson.seedOf(found.studyJson())),
                    found.studyJson(),
                    found.digest()))
        .isPresent();
  }

  /** The study with its own seed, else the recorded one, else one drawn at random. */
  public static Study seeded(Study study, OptionalLong recorded) {
    if (study.seed().isPresent()) {
      return study;
    }
    return study.seed(
        recorded.orElseGet(() -> 1 + (new SecureRandom().nextLong() >>> (65 - SEED_BITS))));
  }

  /**
   * What a user should know of a study that goes on with another time limit than before.
   *
   * @param recordedJson the study as it was recorded
   * @param recorded how many of its trials are recorded
   * @return nothing if the time limit is the same, or no trial was recorded with the other one
   */
  public static Optional<String> otherTimeLimit(Study study, String recordedJson, long recorded) {
    Optional<Duration> then = StudyJson.timeoutOf(recordedJson);
    Optional<Duration> now = Optional.ofNullable(study.timeout());
    return recorded == 0 || then.equals(now)
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the time limit was %s, and is %s from now on; trials that ran out of time stay as they are,"
                    + " unless failed ones are run again",
                text(then),
                text(now)));
  }

  private static String text(Optional<Duration> limit) {
    return limit.map(TimeText::of).orElse("none");
  }

  /**
   * Refuses to continue with another study than the recorded one.
   *
   * @param study as {@link #seeded} gave it
   * @param recordedJson the recorded study
   * @throws NotebookException if they differ; the text says in what
   */
  public static void requireSame(
      String location, String tag, Study study, String recordedJson, String recordedDigest) {
    if (StudyDigest.isSame(study, recordedJson, recordedDigest)) {
      return;
    }
    List<String> differences = StudyDifference.between(recordedJson, study);
    throw NotebookException.refused(
        "the tag '"
            + tag
            + "' in the notebook '"
            + location
            + "' holds the results of another study:\n  "
            + (differences.isEmpty()
                ? "its digest is " + recordedDigest + ", recorded by another version of this lab"
                : String.join("\n  ", differences))
            + "\nUse another tag or another notebook, or undo the change.");
  }

  /**
   * What is to be done with a study whose result set is finished: nothing, if it is complete.
   *
   * @throws NotebookException if that is not enough
   */
  public static Recorder finished(
      String location, String tag, Study study, Tally tally, RecordOptions options) {
    if (tally.cancelled() > 0) {
      throw EditRules.finished(location, tag, tally);
    }
    if (options.retryFailed() && tally.failed() > 0) {
      throw EditRules.finished(location, tag);
    }
    return new FinishedRecorder(location, tag, study, tally);
  }
}
