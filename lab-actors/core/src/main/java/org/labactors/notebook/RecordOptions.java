package org.labactors.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.code.CodeJar;
import org.labactors.internal.reach.CodeNow;
import org.labactors.runfile.RunFile;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;
import org.labactors.study.StudyPart;
import org.labactors.study.TrialRanges;
import org.labactors.study.Trials;

/**
 * How a result set is begun or continued, and when that stops. An immutable value; every method
 * that changes something returns a copy.
 */
public final class RecordOptions {

  /** No description, nothing again, no further jars; it stops if all trials fail alike. */
  public static final RecordOptions DEFAULT = new RecordOptions("", false);

  /** What they are, while a copy is made. */
  private static final class Draft {
    String description = "";
    boolean retryFailed;
    List<Path> code = List.of();
    boolean classPath = true;
    FailureLimit maxFailures = FailureLimit.DEFAULT;
    ChangedCode changedCode = ChangedCode.WARN;
    Optional<Boolean> keepCode = Optional.empty();
    Optional<CodeNow> now = Optional.empty();
    Optional<StudyPart> part = Optional.empty();
    Optional<Rerun> rerun = Optional.empty();
    boolean extend;
  }

  private final String description;
  private final boolean retryFailed;
  private final List<Path> code;
  private final boolean classPath;
  private final FailureLimit maxFailures;
  private final ChangedCode changedCode;
  private final Optional<Boolean> keepCode;
  private final Optional<CodeNow> now;
  private final Optional<StudyPart> part;
  private final Optional<Rerun> rerun;
  private final boolean extend;

  private RecordOptions(Draft draft) {
    this.description = draft.description;
    this.retryFailed = draft.retryFailed;
    this.code = List.copyOf(draft.code);
    this.classPath = draft.classPath;
    this.maxFailures = draft.maxFailures;
    this.changedCode = draft.changedCode;
    this.keepCode = draft.keepCode;
    this.now = draft.now;
    this.part = draft.part;
    this.rerun = draft.rerun;
    this.extend = draft.extend;
  }

  /** Without further jars. */
  public RecordOptions(String description, boolean retryFailed) {
    this(description, retryFailed, List.of());
  }

  /**
   * With the class path, and the usual limit of failures.
   *
   * @param description what the result set is, in the user's words; empty leaves the recorded one
   * @param retryFailed whether trials recorded with any other status than ok are to run again
   * @param code jars that the experiment needs, beside what the study's classes are in; engines of
   *     other nodes are sent all of it
   */
  public RecordOptions(String description, boolean retryFailed, List<Path> code) {
    this(begun(description, retryFailed, code));
  }

  private static Draft begun(String description, boolean retryFailed, List<Path> code) {
    Draft draft = new Draft();
    draft.description = description;
    draft.retryFailed = retryFailed;
    draft.code = code;
    return draft;
  }

  private RecordOptions with(Consumer<Draft> change) {
    Draft draft = begun(description, retryFailed, code);
    draft.classPath = classPath;
    draft.maxFailures = maxFailures;
    draft.changedCode = changedCode;
    draft.keepCode = keepCode;
    draft.now = now;
    draft.part = part;
    draft.rerun = rerun;
    draft.extend = extend;
    change.accept(draft);
    return new RecordOptions(draft);
  }

  /** What a run file says: its description, its limit of failures, and its code and no other. */
  public static RecordOptions of(RunFile file) {
    return new RecordOptions(file.description(), false, file.code())
        .withoutClassPath()
        .maxFailures(file.maxFailures())
        .keepCode(file.keepCode());
  }

  /** The same, but engines of other nodes are not sent what this program's class path holds. */
  public RecordOptions withoutClassPath() {
    return with(draft -> draft.classPath = false);
  }

  /** The same with another limit of failures. */
  public RecordOptions maxFailures(FailureLimit limit) {
    return with(draft -> draft.maxFailures = limit);
  }

  /** The same, but trials that failed run again. */
  public RecordOptions retryingFailed() {
    return with(draft -> draft.retryFailed = true);
  }

  /** The same, but only a part of the study is run; the rest stays pending. */
  public RecordOptions part(StudyPart one) {
    return with(draft -> draft.part = Optional.of(one));
  }

  /** The same, but these trials run again, and nothing is recorded, whatever is pending. */
  public RecordOptions rerun(Rerun trials) {
    return with(draft -> draft.rerun = Optional.of(trials));
  }

  /**
   * The same, but the study under the tag may be extended: replaced by one that contains it, with
   * more values of a parameter, more points or more replicates, or with a parameter more for which
   * the study {@linkplain Study#assume says} what value it had. What is recorded stays.
   */
  public RecordOptions extending() {
    return with(draft -> draft.extend = true);
  }

  /** The same, but something else becomes of results that other code made. */
  public RecordOptions changedCode(ChangedCode what) {
    return with(draft -> draft.changedCode = what);
  }

  /**
   * The same, but the notebook keeps the jars however large they are, or none of them; or those of
   * up to 20 MB if that is not said.
   */
  public RecordOptions keepCode(Optional<Boolean> keep) {
    return with(draft -> draft.keepCode = keep);
  }

  /**
   * The same, with what the code of a study is now, if that has not been looked at before.
   *
   * @throws IllegalArgumentException if a jar cannot be read
   */
  public RecordOptions withCodeOf(Study study) {
    return withCode(codeNow(study));
  }

  /** The same, with the code that the results come from. */
  public RecordOptions withCode(CodeNow code) {
    return with(draft -> draft.now = Optional.of(code));
  }

  /**
   * For going on with what was begun with these: the description is noted already, and what has
   * failed since does not run again, nor does what other code made. What was to run again still
   * does: the notebook knows it.
   */
  public RecordOptions continued() {
    return with(
        draft -> {
          draft.description = "";
          draft.retryFailed = false;
          draft.changedCode = changedCode == ChangedCode.RERUN ? ChangedCode.WARN : changedCode;
        });
  }

  /** What the result set is, in the user's words; empty leaves the recorded one. */
  public String description() {
    return description;
  }

  /** Whether trials recorded with any other status than ok are to run again. */
  public boolean retryFailed() {
    return retryFailed;
  }

  /** Jars that the experiment needs, beside what the study's classes are in. */
  public List<Path> code() {
    return code;
  }

  /**
   * Whether engines of other nodes are also sent what this program's class path holds beside the
   * laboratory's own jars.
   */
  public boolean classPath() {
    return classPath;
  }

  /** When the run stops because trials fail. */
  public FailureLimit maxFailures() {
    return maxFailures;
  }

  /** Which part of the study is run; all of it if that is not said. */
  public Optional<StudyPart> part() {
    return part;
  }

  /** Those of some trials of a study that are in the part that is run; all if there is none. */
  public TrialRanges ofPart(Study study, TrialRanges some) {
    return part.map(each -> each.within(some, new Trials(study).stages())).orElse(some);
  }

  /** Trials that run again, with nothing recorded, instead of what is pending. */
  public Optional<Rerun> rerun() {
    return rerun;
  }

  /** Whether the recorded study may be replaced by this one, if this one contains it. */
  public boolean extend() {
    return extend;
  }

  /** What becomes of results that other code made. */
  public ChangedCode changedCode() {
    return changedCode;
  }

  /** Whether the notebook keeps the jars; those of up to 20 MB if that is not said. */
  public Optional<Boolean> keepCode() {
    return keepCode;
  }

  /**
   * All jars with code that a study's results come from, as far as it is in jars.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public List<CodeJar> codeOf(Study study) {
    return codeNow(study).jars();
  }

  /**
   * The code that a study's results come from.
   *
   * @throws IllegalArgumentException if a jar cannot be read
   */
  public CodeNow codeNow(Study study) {
    return now.orElseGet(() -> CodeNow.of(study, code));
  }

  private List<Object> all() {
    return List.of(
        description,
        retryFailed,
        code,
        classPath,
        maxFailures,
        part,
        rerun,
        extend,
        changedCode,
        keepCode,
        now);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RecordOptions options && all().equals(options.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return "record options " + all();
  }
}
