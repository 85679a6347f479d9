package org.labactors.internal.recording;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /**
   * The first point in which this outcome and another one of the same trial differ.
   *
   * @return empty if they are the same
   */
  public Optional<Difference> differenceTo(TrialOutcome other) {
    if (rows.size() != other.rows.size()) {
      return Optional.of(new Difference("rows", rows.size(), other.rows.size()));
    }
    for (int i = 0; i < rows.size(); i++) {
      Optional<Difference> difference = difference(rows.get(i), other.rows.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /**
   * A point in which two outcomes differ.
   *
   * @param what the name of a value, or {@code rows}, {@code status} or {@code exception}
   * @param one what it is in one of them, null if there is none
   * @param other what it is in the other
   */
  public record Difference(String what, @Nullable Object one, @Nullable Object other) {}

  private static Optional<Difference> difference(Row one, Row other) {
    if (one.status() != other.status()) {
      return Optional.of(new Difference("status", one.status().label(), other.status().label()));
    }
    return difference(one.parameters(), other.parameters())
        .or(() -> difference(one.results(), other.results()))
        .or(() -> difference("exception", thrown(one), thrown(other)));
  }

  private static Optional<Difference> difference(
      Map<String, @Nullable Object> one, Map<String, @Nullable Object> other) {
    if (known(one).equals(known(other))) {
      return Optional.empty();
    }
    TreeSet<String> names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    return names.stream()
        .flatMap(name -> difference(name, one.get(name), other.get(name)).stream())
        .findFirst();
  }

  private static Optional<Difference> difference(
      String what, @Nullable Object one, @Nullable Object other) {
    return Objects.equals(one, other)
        ? Optional.empty()
        : Optional.of(new Difference(what, one, other));
  }

  /** The values there are: a name without one may be missing, or be there for other rows. */
  private static Map<String, Object> known(Map<String, @Nullable Object> values) {
    Map<String, Object> known = new HashMap<>();
    values.forEach(
        (name, value) -> {
          if (value != null) {
            known.put(name, value);
          }
        });
    return known;
  }

  /** What was thrown; the text of a trial whose time was up says how long it took. */
  private static @Nullable String thrown(Row row) {
    Result.Failure failure = row.failure();
    return failure == null || row.status() == Status.TIMED_OUT ? null : failure.exception();
  }
}
