package org.labactors;

import java.util.Optional;
import org.labactors.study.Progress;

/**
 * A run ended without all of its trials recorded. The message names the run and the reason. What
 * was recorded stays; submitting the same study again under the same tag continues it.
 *
 * <p>Trials that failed within the limit of the study are results: they do not break a run.
 */
public class RunException extends RuntimeException {

  private final String tag;
  private final transient Progress end;

  RunException(String tag, Progress end) {
    super(message(tag, end));
    this.tag = tag;
    this.end = end;
  }

  /**
   * The progress of a completed run.
   *
   * @throws RunException if it ended in another way
   */
  static Progress completed(String tag, Progress end) {
    return switch (end.state()) {
      case COMPLETED -> end;
      case CANCELLED -> throw new RunCancelledException(tag, end);
      case STOPPED, REFUSED, BROKEN, RUNNING -> throw new RunException(tag, end);
    };
  }

  private static String message(String tag, Progress end) {
    String what =
        switch (end.state()) {
          case STOPPED -> "was stopped";
          case REFUSED -> "was refused";
          case CANCELLED -> "was cancelled";
          case BROKEN, RUNNING, COMPLETED -> "could not be finished";
        };
    return "the run '"
        + tag
        + "' "
        + what
        + end.trouble().map(why -> ": " + why).orElse("")
        + "; "
        + end.recorded()
        + " of "
        + end.trials()
        + (end.trials() == 1 ? " trial is recorded" : " trials are recorded");
  }

  /** The tag of its result set. */
  public String tag() {
    return tag;
  }

  /**
   * How it ended: {@code STOPPED} after too many failures, {@code REFUSED} when no engine can run
   * it, {@code BROKEN} when it could not go on, {@code CANCELLED} when it was cancelled.
   */
  public Progress.State state() {
    return end.state();
  }

  /** Why, in words for the user; may be empty when the run was cancelled. */
  public Optional<String> trouble() {
    return end.trouble();
  }

  /** How far it came. */
  public Progress progress() {
    return end;
  }
}
