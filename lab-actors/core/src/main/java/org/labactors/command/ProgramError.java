package org.labactors.command;

import java.io.PrintWriter;

/** An error that a program reports of a trial, in the words and with the trace of its language. */
public final class ProgramError extends Exception {

  private final String type;
  private final String trace;

  ProgramError(String type, String message, String trace) {
    super(message, null, false, false);
    this.type = type;
    this.trace = trace;
  }

  /** Type and message, as the program's language names them. */
  @Override
  @SuppressWarnings("OverrideThrowableToString") // the name of this class means nothing to users
  public String toString() {
    String message = getMessage();
    return message == null || message.isEmpty() ? type : type + ": " + message;
  }

  /** The trace of the program; where the lab was says nothing about it. */
  @Override
  public void printStackTrace(PrintWriter writer) {
    writer.println(trace.isEmpty() ? toString() : trace.stripTrailing());
  }
}
