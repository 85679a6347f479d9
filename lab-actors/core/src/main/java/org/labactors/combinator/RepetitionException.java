package org.labactors.combinator;

/** A repetition failed, and with it the trial; the cause is what it threw. */
public final class RepetitionException extends RuntimeException {

  RepetitionException(String message, Throwable cause) {
    super(message, cause);
  }
}
