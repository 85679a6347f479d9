package org.labactors.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.labactors.internal.code.CodeJar;
import org.labactors.runfile.RunFile;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;
import org.labactors.study.StudyPart;

/**
 * How a result set is begun or continued, and when that stops.
 *
 * @param description what it is, in the user's words; empty leaves the recorded one
 * @param retryFailed whether trials recorded with any other status than ok are to run again
 * @param code jars that the experiment needs, beside what the study's classes are in; engines of
 *     other nodes are sent all of it
 * @param classPath whether they are also sent what this program's class path holds beside the
 *     laboratory's own jars
 * @param maxFailures when the run stops because trials fail
 * @param jars what is in all the jars that the results come from, if that has been looked at
 *     already; otherwise it is when recording begins
 * @param part which part of the study is run; all of it if that is not said
 * @param extend whether the recorded study may be replaced by this one, if this one contains it
 */
public record RecordOptions(
    String description,
    boolean retryFailed,
    List<Path> code,
    boolean classPath,
    FailureLimit maxFailures,
    Optional<List<CodeJar>> jars,
    Optional<StudyPart> part,
    boolean extend) {

  /** No description, nothing again, no further jars; it stops if all trials fail alike. */
  public static final RecordOptions DEFAULT = new RecordOptions("", false);

  public RecordOptions {
    code = List.copyOf(code);
    jars = jars.map(List::copyOf);
  }

  /** Without further jars. */
  public RecordOptions(String description, boolean retryFailed) {
    this(description, retryFailed, List.of());
  }

  /** With the class path, and the usual limit of failures. */
  public RecordOptions(String description, boolean retryFailed, List<Path> code) {
    this(
        description,
        retryFailed,
        code,
        true,
        FailureLimit.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same with another limit of failures. */
  public RecordOptions maxFailures(FailureLimit limit) {
    return new RecordOptions(description, retryFailed, code, classPath, limit, jars, part, extend);
  }

  /** What a run file says: its description, its limit of failures, and its code and no other. */
  public static RecordOptions of(RunFile file) {
    return new RecordOptions(
        file.description(),
        false,
        file.code(),
        false,
        file.maxFailures(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** The same, but trials that failed run again. */
  public RecordOptions retryingFailed() {
    return new RecordOptions(description, true, code, classPath, maxFailures, jars, part, extend);
  }

  /** The same, but only a part of the study is run; the rest stays pending. */
  public RecordOptions part(StudyPart one) {
    return new RecordOptions(
        description, retryFailed, code, classPath, maxFailures, jars, Optional.of(one), extend);
  }

  /**
   * The same, but the study under the tag may be extended: replaced by one that contains it, with
   * more values of a parameter, more points or more replicates, or with a parameter more for which
   * the study {@linkplain Study#assume says} what value it had. What is recorded stays.
   */
  public RecordOptions extending() {
    return new RecordOptions(
        description, retryFailed, code, classPath, maxFailures, jars, part, true);
  }

  /**
   * The same, with what the code of a study is now, if that has not been looked at before.
   *
   * @throws IllegalArgumentException if a jar cannot be read
   */
  public RecordOptions withCodeOf(Study study) {
    return new RecordOptions(
        description,
        retryFailed,
        code,
        classPath,
        maxFailures,
        Optional.of(codeOf(study)),
        part,
        extend);
  }

  /**
   * For going on with what was begun with these: the description is noted already, and what has
   * failed since does not run again. What was to run again still does: the notebook knows it.
   */
  public RecordOptions continued() {
    return new RecordOptions("", false, code, classPath, maxFailures, jars, part, extend);
  }

  /**
   * All jars with code that a study's results come from, as far as it is in jars.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public List<CodeJar> codeOf(Study study) {
    return jars.orElseGet(() -> read(study));
  }

  private List<CodeJar> read(Study study) {
    return Stream.concat(code.stream().map(CodeJar::of), CodeJar.of(study).stream())
        .distinct()
        .toList();
  }
}
