package org.labactors.internal.recording;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.labactors.internal.json.StudyDifference;
import org.labactors.internal.json.StudyDigest;
import org.labactors.internal.json.StudyJson;
import org.labactors.internal.text.TimeText;
import org.labactors.notebook.ChangedCode;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.RecordedCode;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRanges;

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
   * What a study has more than the recorded one, if it contains it and has more.
   *
   * @param study as {@link #seeded} gave it
   */
  public static Optional<Growth> growth(Study study, Recorded there) {
    return contained(study, there).filter(growth -> !growth.more().isEmpty());
  }

  /** The growth of a study that contains the recorded one, which may be none. */
  private static Optional<Growth> contained(Study study, Recorded there) {
    if (StudyDigest.isSame(study, there.json(), there.digest())
        || !Growth.isPossible(study, there.json(), there.digest())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Growth.of(study, there.json()));
    } catch (IllegalArgumentException notContained) {
      return Optional.empty();
    }
  }

  /**
   * The study that goes on if it is the recorded one: with another time limit or other files
   * perhaps, or with the same values in another order.
   *
   * @param study as {@link #seeded} gave it
   */
  public static Optional<Study> same(Study study, Recorded there) {
    if (StudyDigest.isSame(study, there.json(), there.digest())) {
      return Optional.of(asRecorded(study, there.json()));
    }
    return contained(study, there)
        .filter(growth -> growth.more().isEmpty())
        .map(growth -> StudyJson.recorded(there.json(), study));
  }

  /**
   * The study that goes on: the recorded one, or one that has grown from it.
   *
   * @param study as {@link #seeded} gave it
   * @param there what is under the tag
   * @param extend whether it may have grown; what is finished may not in any case
   * @throws NotebookException if it is another study, or has grown and may not; the text says in
   *     what they differ
   */
  public static Study of(String location, Recorded there, Study study, boolean extend) {
    if (StudyDigest.isSame(study, there.json(), there.digest())) {
      return asRecorded(study, there.json());
    }
    Growth growth = contained(study, there).orElseThrow(() -> another(location, there, study));
    if (growth.more().isEmpty()) {
      return StudyJson.recorded(there.json(), study);
    }
    if (extend && !there.finished()) {
      return growth.study();
    }
    throw mayNotGrow(location, there, growth);
  }

  /** The study as it was begun, but with its own time limit. */
  private static Study asRecorded(Study study, String recordedJson) {
    boolean asItIs =
        study.grownFrom() == null
            && StudyJson.orderOf(recordedJson) == study.order()
            && !StudyJson.hasGrown(recordedJson);
    return asItIs ? study : StudyJson.recorded(recordedJson, study);
  }

  private static NotebookException mayNotGrow(String location, Recorded there, Growth growth) {
    return NotebookException.refused(
        "the study of the tag '"
            + there.tag()
            + "' in the notebook '"
            + location
            + "' has grown: "
            + growth.inWords(there.tally())
            + (there.finished()
                ? "\nIt is finished and cannot be extended; use"
                : "\nRun it with --extend, or use")
            + " another tag or another notebook, or undo the change.");
  }

  private static NotebookException another(String location, Recorded there, Study study) {
    List<String> differences = StudyDifference.between(there.json(), study);
    return NotebookException.refused(
        "the tag '"
            + there.tag()
            + "' in the notebook '"
            + location
            + "' holds the results of another study:\n  "
            + (differences.isEmpty()
                ? "its digest is " + there.digest() + ", recorded by another version of this lab"
                : String.join("\n  ", differences))
            + obstacle(study, there).map("\nIt cannot be extended: "::concat).orElse("")
            + "\nUse another tag or another notebook, or undo the change.");
  }

  /** Why a study that has other points or replicates does not contain the recorded one. */
  private static Optional<String> obstacle(Study study, Recorded there) {
    if (!Growth.isPossible(study, there.json(), there.digest())) {
      return Optional.empty();
    }
    try {
      Growth unused = Growth.of(study, there.json());
      return Optional.empty();
    } catch (IllegalArgumentException notContained) {
      return Optional.ofNullable(notContained.getMessage());
    }
  }

  /**
   * What is under a tag.
   *
   * @param json the study, as {@link StudyJson} wrote it
   * @param digest the digest of the study
   * @param finished whether nothing of it can be changed any more
   */
  public record Recorded(String tag, String json, String digest, Tally tally, boolean finished) {

    public static Recorded of(ResultSet results) {
      return new Recorded(
          results.tag(),
          results.studyJson(),
          results.digest(),
          results.tally(),
          results.isFinished());
    }
  }

  /** Whether other code than that of now made a result, or it was not noted which. */
  private static boolean isOfOtherCode(ResultSet there, Study study, RecordOptions options) {
    String now = options.codeNow(study).parts().digest();
    Map<RecordedCode, TrialRanges> codes = there.codes();
    long known = codes.values().stream().mapToLong(TrialRanges::size).sum();
    return known < there.tally().recorded()
        || codes.keySet().stream().anyMatch(code -> !code.digest().equals(now));
  }

  /**
   * What is to be done with a study whose result set is finished: nothing, if it is complete.
   *
   * @param there the result set
   * @throws NotebookException if that is not enough
   */
  public static Recorder finished(
      String location, ResultSet there, Study study, RecordOptions options) {
    Tally tally = there.tally();
    if (tally.cancelled() > 0) {
      throw EditRules.finished(location, there.tag(), tally);
    }
    List<String> warnings = CodeChanges.warnings(there, study, options);
    boolean again =
        options.changedCode() == ChangedCode.RERUN && isOfOtherCode(there, study, options);
    if (again || (options.retryFailed() && tally.failed() > 0)) {
      throw EditRules.finished(location, there.tag());
    }
    return new FinishedRecorder(location, there.tag(), study, tally, warnings);
  }
}
