package org.labactors.experiment;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one trial came to: the values it measured or its failure, with how long it took.
 *
 * @param trial the trial's number
 * @param status how it ended
 * @param rows the rows measured, at least one; a failed trial has one row, without values unless
 *     the failure came after they were measured
 * @param notes what was noted about each row beside what holds for all of them; empty if nothing
 *     was
 * @param derived parameters that the experiment worked out, by name
 * @param metadata what the experiment noted about this trial, by name
 * @param timing when it ran and for how long
 * @param failure why it has no values, null if and only if the status is ok
 */
public record Result(
    long trial,
    Status status,
    List<Map<String, @Nullable Object>> rows,
    List<Notes> notes,
    Map<String, @Nullable Object> derived,
    Map<String, @Nullable Object> metadata,
    Timing timing,
    @Nullable Failure failure) {

  public Result {
    if ((status == Status.OK) != (failure == null)) {
      throw new IllegalArgumentException(
          "a result is ok exactly if it has no failure: " + status + ", " + failure);
    }
    if (!notes.isEmpty() && notes.size() != rows.size()) {
      throw new IllegalArgumentException(rows.size() + " rows and notes on " + notes.size());
    }
  }

  /** A result of which no row has notes of its own. */
  public Result(
      long trial,
      Status status,
      List<Map<String, @Nullable Object>> rows,
      Map<String, @Nullable Object> derived,
      Map<String, @Nullable Object> metadata,
      Timing timing,
      @Nullable Failure failure) {
    this(trial, status, rows, List.of(), derived, metadata, timing, failure);
  }

  /** The same, with what was derived and noted about the whole trial in another result of it. */
  public Result withNotesOf(Result other) {
    return new Result(trial, status, rows, notes, other.derived, other.metadata, timing, failure);
  }

  /** What was derived and noted about one row, whether for it alone or for all. */
  public Notes notesOn(int row) {
    Notes ofAll = new Notes(derived, metadata);
    return notes.isEmpty() ? ofAll : notes.get(row).over(ofAll);
  }

  /** Roughly how many bytes the values take, for deciding when a batch is large enough. */
  public long weight() {
    long weight = 0;
    for (Map<String, @Nullable Object> row : rows) {
      weight += CanonicalValue.weight(row);
    }
    for (Notes each : notes) {
      weight += each.weight();
    }
    if (failure != null) {
      weight += failure.exception().length() + failure.traceback().length();
    }
    return weight + CanonicalValue.weight(derived) + CanonicalValue.weight(metadata);
  }

  /**
   * When a trial ran and for how long, in seconds.
   *
   * @param start seconds since 1970-01-01T00:00:00Z
   * @param setUp seconds in set-up
   * @param experiment seconds in run
   * @param tearDown seconds in tear-down
   */
  public record Timing(double start, double setUp, double experiment, double tearDown) {

    /** A trial of which no time is known. */
    public static final Timing UNKNOWN = new Timing(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** Seconds from start to end. */
    public double elapsed() {
      return setUp + experiment + tearDown;
    }

    /** Seconds since 1970-01-01T00:00:00Z. */
    public double end() {
      return start + elapsed();
    }
  }

  /**
   * Why a trial failed.
   *
   * @param exception class and message, in one line as a rule
   * @param traceback the stack trace, with causes and suppressed exceptions; empty if there is none
   * @param outOfMemory whether memory ran out, in the experiment or in what it called
   */
  public record Failure(String exception, String traceback, boolean outOfMemory) {

    /** How many causes are looked at; a chain of them may be a circle. */
    private static final int MOST_CAUSES = 100;

    /** A failure that has nothing to do with memory. */
    public Failure(String exception, String traceback) {
      this(exception, traceback, false);
    }

    /** The failure that a throwable stands for. */
    public static Failure of(Throwable thrown) {
      return new Failure(describe(thrown), StackTraces.of(thrown), isOutOfMemory(thrown));
    }

    private static boolean isOutOfMemory(Throwable thrown) {
      Throwable cause = thrown;
      for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
        if (cause instanceof OutOfMemoryError) {
          return true;
        }
        cause = cause.getCause();
      }
      return false;
    }

    private static String describe(Throwable thrown) {
      try {
        return thrown.toString();
      } catch (Throwable inToString) {
        return thrown.getClass().getName();
      }
    }
  }
}
