package org.labactors.internal.recording;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.notebook.Row;

/**
 * What a trial came to: its rows, of each the status, the parameters and the results, and of a
 * failure what was thrown. When and where it ran, how long it took and what it noted beside its
 * results do not matter.
 *
 * @param rows of the trial
 */
public record TrialOutcome(List<Row> rows) {

  /** Whether two values of a name are held to be equal. */
  public interface Equality {

    /** Only what is the same is equal. */
    Equality EXACT = (name, one, other) -> one.equals(other);

    /** Whether they are; of values that are not null. */
    boolean areEqual(String name, Object one, Object other);

    /** Whether they are, or there is none of both. */
    default boolean holds(String name, @Nullable Object one, @Nullable Object other) {
      if (one == null || other == null) {
        return one == null && other == null;
      }
      return areEqual(name, one, other);
    }
  }

  /**
   * The first point in which this outcome and another one of the same trial differ.
   *
   * @return empty if they are the same
   */
  public Optional<Difference> differenceTo(TrialOutcome other) {
    return differencesTo(other, Equality.EXACT).stream().findFirst();
  }

  /**
   * All points in which this outcome and another one of the same trial differ, each once. If they
   * have not as many rows, or a row has not the same status, no value is compared.
   *
   * @param equality of results and parameters
   */
  public List<Difference> differencesTo(TrialOutcome other, Equality equality) {
    if (rows.size() != other.rows.size()) {
      return List.of(new Difference("rows", (long) rows.size(), (long) other.rows.size()));
    }
    Map<String, Difference> found = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Row one = rows.get(i);
      Row another = other.rows.get(i);
      if (one.status() != another.status()) {
        return List.of(new Difference("status", one.status().label(), another.status().label()));
      }
      compare(one.parameters(), another.parameters(), equality, found);
      compare(one.results(), another.results(), equality, found);
      compare("exception", thrown(one), thrown(another), Equality.EXACT, found);
    }
    return List.copyOf(found.values());
  }

  /**
   * A point in which two outcomes differ.
   *
   * @param what the name of a value, or {@code rows}, {@code status} or {@code exception}
   * @param one what it is in one of them, null if there is none
   * @param other what it is in the other
   */
  public record Difference(String what, @Nullable Object one, @Nullable Object other) {}

  /** A name without a value may be missing, or be there for other rows. */
  private static void compare(
      Map<String, @Nullable Object> one,
      Map<String, @Nullable Object> other,
      Equality equality,
      Map<String, Difference> found) {
    if (one.equals(other)) {
      return;
    }
    TreeSet<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    names.forEach(name -> compare(name, one.get(name), other.get(name), equality, found));
  }

  private static void compare(
      String what,
      @Nullable Object one,
      @Nullable Object other,
      Equality equality,
      Map<String, Difference> found) {
    if (!equality.holds(what, one, other)) {
      found.putIfAbsent(what, new Difference(what, one, other));
    }
  }

  /** What was thrown; the text of a trial whose time was up says how long it took. */
  private static @Nullable String thrown(Row row) {
    Result.Failure failure = row.failure();
    return failure == null || row.status() == Status.TIMED_OUT ? null : failure.exception();
  }
}
