package org.labactors.experiment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which way a trial failed: two failures are of one kind if the same class of exception came
 * from the same place, whatever their messages say.
 *
 * @param what the class of the exception; its whole text where there is no place; or {@code timed
 *     out} or {@code lost}
 * @param where the innermost place that is neither of the platform nor of the laboratory, such as
 *     {@code mine.Mine.run(Mine.java:12)}, or in Python {@code simulate(sir.py:3)}; empty if none
 *     is known
 */
public record FailureKind(String what, String where) {

  private static final Pattern CLASS = Pattern.compile("[\\p{L}\\p{N}_$.]+");
  private static final Pattern FRAME = Pattern.compile("(?m)^\\s+at (\\S.*\\))\\s*$");

  /** A frame of Python in a file of the study: those of libraries have absolute paths. */
  private static final Pattern PYTHON_FRAME =
      Pattern.compile("(?m)^  File \"([^\"/][^\"]*)\", line ([0-9]+), in (.+)$");

  private static final Pattern NOT_THE_USERS =
      Pattern.compile("((java|javax|jdk|sun|com\\.sun)\\.|org\\.labactors\\.(?!experiments\\.)).*");

  /** The kind of a failure of a trial with this status. */
  public static FailureKind of(Status status, Result.Failure failure) {
    if (status == Status.TIMED_OUT || status == Status.LOST) {
      // Where a trial was when its time was up, or its engine died, is chance.
      return new FailureKind(status.label(), "");
    }
    String where = place(failure.traceback());
    String first = failure.exception().lines().findFirst().orElse("");
    String type = first.substring(0, colon(first));
    return new FailureKind(where.isEmpty() || !CLASS.matcher(type).matches() ? first : type, where);
  }

  private static int colon(String text) {
    int colon = text.indexOf(": ");
    return colon < 0 ? text.length() : colon;
  }

  private static String place(String traceback) {
    String innermost = "";
    Matcher frames = FRAME.matcher(traceback);
    while (frames.find()) {
      // In front of the last slash are the names of class loader and module.
      String frame = frames.group(1).replaceFirst("^[^(]*/", "");
      if (!NOT_THE_USERS.matcher(frame).matches()) {
        return frame;
      }
      innermost = innermost.isEmpty() ? frame : innermost;
    }
    return innermost.isEmpty() ? placeInPython(traceback) : innermost;
  }

  /** The innermost frame is the last one. */
  private static String placeInPython(String traceback) {
    String innermost = "";
    Matcher frames = PYTHON_FRAME.matcher(traceback);
    while (frames.find()) {
      innermost = frames.group(3) + "(" + frames.group(1) + ":" + frames.group(2) + ")";
    }
    return innermost;
  }
}
