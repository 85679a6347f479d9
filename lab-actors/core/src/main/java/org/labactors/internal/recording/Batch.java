package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Notes;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.study.TrialRange;

/**
 * The results of consecutive trials, column by column. In arrays of <em>n</em> elements there is
 * one for each trial; in columns one for each row.
 *
 * @param trials the n trials
 * @param engine the name of the engine that ran them
 * @param attempt which attempt at these trials it was, from 1
 * @param rows how many rows each trial has, at least 1 (n)
 * @param status how each trial ended (n)
 * @param start when each trial started, in seconds since 1970-01-01T00:00:00Z (n)
 * @param setUp seconds each trial spent in set-up (n)
 * @param experiment seconds each trial spent in run (n)
 * @param tearDown seconds each trial spent in tear-down (n)
 * @param failures why trials failed, null where they did not (n); null if none failed
 * @param derived parameters that trials worked out
 * @param metadata what trials noted about themselves
 * @param results what trials measured
 */
@SuppressWarnings("ArrayRecordComponent") // columns are arrays: that is the point of a batch
public record Batch(
    TrialRange trials,
    String engine,
    int attempt,
    int[] rows,
    Status[] status,
    double[] start,
    double[] setUp,
    double[] experiment,
    double[] tearDown,
    Result.@Nullable Failure @Nullable [] failures,
    List<Column> derived,
    List<Column> metadata,
    List<Column> results) {

  /** How many of the trials are not ok. */
  public int failed() {
    int failed = 0;
    for (Status each : status) {
      if (each != Status.OK) {
        failed++;
      }
    }
    return failed;
  }

  /** Is told of a failure. */
  public interface FailureConsumer {
    void accept(long trial, Status status, Result.Failure failure);
  }

  /** Tells of each trial that is not ok, in order. */
  public void eachFailure(FailureConsumer consumer) {
    if (failures == null) {
      return;
    }
    for (int i = 0; i < failures.length; i++) {
      Result.Failure failure = failures[i];
      if (failure != null) {
        consumer.accept(trials.first() + i, status[i], failure);
      }
    }
  }

  /** How many rows all trials have together. */
  public int rowCount() {
    return Arrays.stream(rows).sum();
  }

  /** The first half of the trials and the second one; there must be two of them at least. */
  public List<Batch> halves() {
    int middle = rows.length / 2;
    return List.of(part(0, middle), part(middle, rows.length));
  }

  private Batch part(int from, int to) {
    int firstRow = Arrays.stream(rows, 0, from).sum();
    int endRow = firstRow + Arrays.stream(rows, from, to).sum();
    return new Batch(
        new TrialRange(trials.first() + from, trials.first() + to),
        engine,
        attempt,
        Arrays.copyOfRange(rows, from, to),
        Arrays.copyOfRange(status, from, to),
        Arrays.copyOfRange(start, from, to),
        Arrays.copyOfRange(setUp, from, to),
        Arrays.copyOfRange(experiment, from, to),
        Arrays.copyOfRange(tearDown, from, to),
        failures == null ? null : Arrays.copyOfRange(failures, from, to),
        part(derived, firstRow, endRow),
        part(metadata, firstRow, endRow),
        part(results, firstRow, endRow));
  }

  private static List<Column> part(List<Column> columns, int from, int to) {
    List<Column> parts = new ArrayList<>(columns.size());
    for (Column column : columns) {
      ColumnBuilder part = new ColumnBuilder(column.name());
      for (int i = from; i < to; i++) {
        part.add(column.get(i));
      }
      parts.add(part.build());
    }
    return parts;
  }

  /** How long the trials took together, in seconds; those of which it is unknown left out. */
  public double seconds() {
    double seconds = 0;
    for (int i = 0; i < status.length; i++) {
      double elapsed = setUp[i] + experiment[i] + tearDown[i];
      seconds += Double.isNaN(elapsed) ? 0 : elapsed;
    }
    return seconds;
  }

  /** Collects results of consecutive trials. */
  public static final class Builder {

    private final String engine;
    private final int attempt;
    private final List<Result> trials = new ArrayList<>();
    private final Map<String, ColumnBuilder> derived = new LinkedHashMap<>();
    private final Map<String, ColumnBuilder> metadata = new LinkedHashMap<>();
    private final Map<String, ColumnBuilder> results = new LinkedHashMap<>();
    private int rows;

    /** An empty batch of an engine. */
    public Builder(String engine, int attempt) {
      this.engine = engine;
      this.attempt = attempt;
    }

    /**
     * Adds the result of the next trial.
     *
     * @throws IllegalArgumentException if its number does not follow the last one's
     */
    public void add(Result result) {
      if (!trials.isEmpty() && result.trial() != trials.get(trials.size() - 1).trial() + 1) {
        throw new IllegalArgumentException(
            "trial " + result.trial() + " after " + trials.get(trials.size() - 1).trial());
      }
      for (int row = 0; row < result.rows().size(); row++) {
        Notes notes = result.notesOn(row);
        put(derived, notes.derived(), rows);
        put(metadata, notes.metadata(), rows);
        put(results, result.rows().get(row), rows);
        rows++;
      }
      // Of the values only what the batch needs; they are in the columns now.
      trials.add(
          new Result(
              result.trial(),
              result.status(),
              placeholders(result.rows().size()),
              Map.of(),
              Map.of(),
              result.timing(),
              result.failure()));
    }

    private static List<Map<String, @Nullable Object>> placeholders(int rows) {
      return Collections.nCopies(rows, Map.of());
    }

    private void put(
        Map<String, ColumnBuilder> columns, Map<String, @Nullable Object> values, int index) {
      values.forEach(
          (name, value) -> {
            ColumnBuilder column = columns.computeIfAbsent(name, ColumnBuilder::new);
            column.padTo(index);
            column.add(value);
          });
    }

    public boolean isEmpty() {
      return trials.isEmpty();
    }

    /** How many trials so far. */
    public int size() {
      return trials.size();
    }

    /** The batch of what was added, at least one result. */
    public Batch build() {
      int n = trials.size();
      int[] rowCounts = new int[n];
      Status[] status = new Status[n];
      double[] start = new double[n];
      double[] setUp = new double[n];
      double[] experiment = new double[n];
      double[] tearDown = new double[n];
      Result.@Nullable Failure @Nullable [] failures = null;
      for (int i = 0; i < n; i++) {
        Result result = trials.get(i);
        rowCounts[i] = result.rows().size();
        status[i] = result.status();
        start[i] = result.timing().start();
        setUp[i] = result.timing().setUp();
        experiment[i] = result.timing().experiment();
        tearDown[i] = result.timing().tearDown();
        if (result.failure() != null) {
          failures = failures == null ? new Result.@Nullable Failure[n] : failures;
          failures[i] = result.failure();
        }
      }
      long first = trials.get(0).trial();
      return new Batch(
          new TrialRange(first, first + n),
          engine,
          attempt,
          rowCounts,
          status,
          start,
          setUp,
          experiment,
          tearDown,
          failures,
          build(derived, rows),
          build(metadata, rows),
          build(results, rows));
    }

    private static List<Column> build(Map<String, ColumnBuilder> columns, int size) {
      List<Column> built = new ArrayList<>(columns.size());
      for (ColumnBuilder column : columns.values()) {
        column.padTo(size);
        built.add(column.build());
      }
      return built;
    }
  }
}
