package org.labactors.internal.scheduling;

import org.labactors.experiment.FailureKind;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;

/**
 * A trial that is recorded as anything else than ok.
 *
 * @param trial its number
 * @param kind in which way it failed
 * @param text what it threw, in its own words
 */
public record FailedTrial(long trial, FailureKind kind, String text) {

  /** Where the text is cut; the whole of it is in the notebook. */
  private static final int LONGEST = 500;

  /** What is told of a trial that failed. */
  public static FailedTrial of(long trial, Status status, Result.Failure failure) {
    String text = failure.exception();
    return new FailedTrial(
        trial,
        FailureKind.of(status, failure),
        text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
  }

  /** Class, message and place. */
  @Override
  public String toString() {
    return kind.where().isEmpty() ? text : text + ", at " + kind.where();
  }
}
