package org.labactors.experiment;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stack traces as text. */
final class StackTraces {

  /** What is kept of one; a trace of nested causes can be as long as memory allows. */
  private static final int MAX_CHARACTERS = 64 * 1024;

  private StackTraces() {}

  static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(text));
    } catch (Throwable inPrinting) {
      text.append("(its stack trace cannot be printed: ")
          .append(inPrinting.getClass().getName())
          .append(")");
    }
    return text.getBuffer().length() <= MAX_CHARACTERS
        ? text.toString()
        : text.getBuffer().substring(0, MAX_CHARACTERS) + "\n… (cut)";
  }
}
