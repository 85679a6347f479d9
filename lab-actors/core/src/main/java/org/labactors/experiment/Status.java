package org.labactors.experiment;

/** How a trial ended. */
public enum Status {
  /** It ran to its end. */
  OK("ok"),
  /** It threw, in set-up, run or tear-down, or returned what cannot be recorded. */
  FAILED("failed"),
  /** It ran longer than its study allows. */
  TIMED_OUT("timed out"),
  /** It was called off before it ended. */
  CANCELLED("cancelled"),
  /** The engines that ran it died, as often as the study allows. */
  LOST("lost");

  private final String label;

  Status(String label) {
    this.label = label;
  }

  /** The word in notebooks and on screen. */
  public String label() {
    return label;
  }

  /**
   * The status of a label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Status ofLabel(String label) {
    for (Status status : values()) {
      if (status.label.equals(label)) {
        return status;
      }
    }
    throw new IllegalArgumentException("no status '" + label + "'");
  }
}
