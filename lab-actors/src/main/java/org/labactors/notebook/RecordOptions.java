package org.labactors.notebook;

/**
 * How a result set is begun or continued.
 *
 * @param description what it is, in the user's words; empty leaves the recorded one
 * @param retryFailed whether trials recorded with any other status than ok are to run again
 */
public record RecordOptions(String description, boolean retryFailed) {

  /** No description, nothing again. */
  public static final RecordOptions DEFAULT = new RecordOptions("", false);
}
