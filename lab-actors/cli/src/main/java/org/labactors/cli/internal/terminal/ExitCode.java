package org.labactors.cli.internal.terminal;

/** The exit codes of {@code lab}. */
public final class ExitCode {

  /** Done; of a run: every trial is recorded and none failed. */
  public static final int OK = 0;

  /** It could not be finished. */
  public static final int UNFINISHED = 1;

  /** A run file, an option or a notebook was refused; nothing was started. */
  public static final int WRONG_INPUT = 2;

  /** Every trial is recorded, and some failed. */
  public static final int SOME_FAILED = 3;

  /** Too many trials failed, so the run stopped; what was measured is recorded. */
  public static final int TOO_MANY_FAILED = 4;

  /** Stopped by Ctrl-C or a termination signal; what was measured is recorded. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
