package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Notes;
import org.labactors.experiment.Result;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Row;

/** Makes batches out of the rows of a result set, to record them elsewhere as they are. */
public final class RowBatches {

  /** What is done with each batch. */
  public interface Sink<E extends Exception> {
    void accept(Batch batch, BatchPoints points) throws E;
  }

  private static final int MOST_ROWS = 1_000;

  private final Set<String> parameters = new HashSet<>();
  private final Set<String> derived = new HashSet<>();
  private final List<List<Row>> trials = new ArrayList<>();
  private int rows;

  private RowBatches(List<ColumnInfo> columns) {
    columns.stream()
        .filter(column -> column.kind() == Kind.PARAMETER)
        .forEach(column -> parameters.add(column.name()));
    columns.stream()
        .filter(column -> column.kind() == Kind.DERIVED && !parameters.contains(column.name()))
        .forEach(column -> derived.add(column.name()));
  }

  /**
   * Hands on all rows, in batches of consecutive trials.
   *
   * @param columns the columns of the result set that the rows are of
   */
  public static <E extends Exception> void each(
      List<ColumnInfo> columns, Stream<Row> rows, Sink<E> sink) throws E {
    RowBatches batches = new RowBatches(columns);
    for (TrialRows trials = new TrialRows(rows.iterator()); trials.hasNext(); ) {
      batches.add(trials.next(), sink);
    }
    batches.flush(sink);
  }

  private <E extends Exception> void add(List<Row> trial, Sink<E> sink) throws E {
    if (!trials.isEmpty() && !(rows < MOST_ROWS && isNext(trial.get(0)))) {
      flush(sink);
    }
    trials.add(trial);
    rows += trial.size();
  }

  private boolean isNext(Row row) {
    Row last = trials.get(trials.size() - 1).get(0);
    return row.trial() == last.trial() + 1
        && row.engine().equals(last.engine())
        && row.attempt() == last.attempt();
  }

  private <E extends Exception> void flush(Sink<E> sink) throws E {
    if (!trials.isEmpty()) {
      sink.accept(batch(), points());
      trials.clear();
      rows = 0;
    }
  }

  private Batch batch() {
    Row first = trials.get(0).get(0);
    Batch.Builder batch = new Batch.Builder(first.engine(), first.attempt());
    for (List<Row> trial : trials) {
      Row row = trial.get(0);
      batch.add(
          new Result(
              row.trial(),
              row.status(),
              trial.stream().map(Row::results).toList(),
              trial.stream().map(this::notes).toList(),
              Map.of(),
              Map.of(),
              row.timing(),
              row.failure()));
    }
    return batch.build();
  }

  private Notes notes(Row row) {
    return new Notes(only(derived, row.parameters()), row.metadata());
  }

  private BatchPoints points() {
    int n = trials.size();
    long[] point = new long[n];
    int[] replicate = new int[n];
    Map<String, ColumnBuilder> columns = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      Row row = trials.get(i).get(0);
      point[i] = row.point();
      replicate[i] = row.replicate();
      for (Map.Entry<String, @Nullable Object> each :
          only(parameters, row.parameters()).entrySet()) {
        ColumnBuilder column = columns.computeIfAbsent(each.getKey(), ColumnBuilder::new);
        column.padTo(i);
        column.add(each.getValue());
      }
    }
    List<Column> built = new ArrayList<>(columns.size());
    for (ColumnBuilder column : columns.values()) {
      column.padTo(n);
      built.add(column.build());
    }
    return new BatchPoints(point, replicate, built);
  }

  private static Map<String, @Nullable Object> only(
      Set<String> names, Map<String, @Nullable Object> values) {
    Map<String, @Nullable Object> part = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (names.contains(name)) {
            part.put(name, value);
          }
        });
    return part;
  }
}
