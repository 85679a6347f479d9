package org.labactors.notebook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.FailureKind;
import org.labactors.experiment.Result;

/**
 * In which ways trials of a result set failed, the most frequent first. It holds one failure of
 * each way, however many there are.
 *
 * @param trials how many trials were looked at, none of which is ok
 * @param groups the ways in which they failed
 * @param others how many of them failed in a way beyond the {@value #MOST_GROUPS} that were found
 *     first
 * @param isWhole whether all trials that are not ok were looked at
 */
public record FailureSummary(long trials, List<Group> groups, long others, boolean isWhole) {

  /** So many ways are told apart. */
  public static final int MOST_GROUPS = 1_000;

  /** No trial failed. */
  public static final FailureSummary NONE = new FailureSummary(0, List.of(), 0, true);

  /** Where the text of an exception is cut; the whole of it is in the notebook. */
  private static final int LONGEST_TEXT = 500;

  /**
   * Trials that failed in the same way.
   *
   * @param kind in which way
   * @param trials how many
   * @param exception what the first of them threw, in its own words
   * @param trial the number of the first
   * @param parameters the parameters of the first
   */
  public record Group(
      FailureKind kind,
      long trials,
      String exception,
      long trial,
      Map<String, @Nullable Object> parameters) {}

  public FailureSummary {
    groups = List.copyOf(groups);
  }

  /**
   * The failures of a result set, whose rows of failed trials are read once.
   *
   * @param most how many trials are looked at at the most, in their order
   */
  public static FailureSummary of(ResultSet resultSet, long most) {
    Counting counting = new Counting();
    try (Stream<Row> rows = resultSet.rows(Query.FAILED)) {
      rows.filter(row -> row.row() == 0).limit(most).forEach(counting::add);
    }
    return counting.summary(resultSet.tally().failed());
  }

  /** Counts failures as they come. */
  private static final class Counting {

    private static final class Count {
      final Row first;
      long trials;

      Count(Row first) {
        this.first = first;
      }
    }

    private final Map<FailureKind, Count> kinds = new LinkedHashMap<>();
    private long trials;
    private long others;

    void add(Row row) {
      trials++;
      FailureKind kind = FailureKind.of(row.status(), failure(row));
      Count count = kinds.get(kind);
      if (count == null && kinds.size() < MOST_GROUPS) {
        count = new Count(row);
        kinds.put(kind, count);
      }
      if (count == null) {
        others++;
      } else {
        count.trials++;
      }
    }

    FailureSummary summary(long failed) {
      List<Group> groups = new ArrayList<>();
      kinds.forEach(
          (kind, count) ->
              groups.add(
                  new Group(
                      kind,
                      count.trials,
                      cut(failure(count.first).exception()),
                      count.first.trial(),
                      count.first.parameters())));
      groups.sort(Comparator.comparingLong(Group::trials).reversed());
      return new FailureSummary(trials, groups, others, trials >= failed);
    }

    private static Result.Failure failure(Row row) {
      Result.Failure failure = row.failure();
      return failure == null ? new Result.Failure(row.status().label(), "") : failure;
    }

    private static String cut(String text) {
      return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
  }
}
