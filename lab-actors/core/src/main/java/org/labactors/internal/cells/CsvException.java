package org.labactors.internal.cells;

/** A table in CSV is wrong. The message says what is wrong, without the line. */
public final class CsvException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final long line;
  private final String problem;

  CsvException(long line, String message) {
    super(message);
    this.line = line;
    this.problem = message;
  }

  /** What is wrong. */
  public String problem() {
    return problem;
  }

  /** The line where it is wrong, from 1; 0 if it is the whole table. */
  public long line() {
    return line;
  }
}
