package org.labactors.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.labactors.study.CodeJar;
import org.labactors.study.FailureLimit;
import org.labactors.study.Study;

/**
 * How a result set is begun or continued, and when that stops.
 *
 * @param description what it is, in the user's words; empty leaves the recorded one
 * @param retryFailed whether trials recorded with any other status than ok are to run again
 * @param code jars that the experiment needs, beside what the study's classes are in; engines of
 *     other nodes are sent all of it
 * @param maxFailures when the run stops because trials fail
 */
public record RecordOptions(
    String description, boolean retryFailed, List<Path> code, FailureLimit maxFailures) {

  /** No description, nothing again, no further jars; it stops if all trials fail alike. */
  public static final RecordOptions DEFAULT = new RecordOptions("", false);

  public RecordOptions {
    code = List.copyOf(code);
  }

  /** Without further jars. */
  public RecordOptions(String description, boolean retryFailed) {
    this(description, retryFailed, List.of());
  }

  /** With the usual limit of failures. */
  public RecordOptions(String description, boolean retryFailed, List<Path> code) {
    this(description, retryFailed, code, FailureLimit.DEFAULT);
  }

  /** The same with another limit of failures. */
  public RecordOptions maxFailures(FailureLimit limit) {
    return new RecordOptions(description, retryFailed, code, limit);
  }

  /**
   * All jars with code that a study's results come from, as far as it is in jars.
   *
   * @throws IllegalArgumentException if one cannot be read
   */
  public List<CodeJar> codeOf(Study study) {
    return Stream.concat(code.stream().map(CodeJar::of), CodeJar.of(study).stream())
        .distinct()
        .toList();
  }
}
