package org.labactors.internal.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.BatchPoints;
import org.labactors.internal.recording.Column;
import org.labactors.notebook.ResultSet.Kind;

/**
 * A batch as rows of the table of its result set. Nearly all rows are <em>plain</em>: their trial
 * is ok, has one row, and every value reads back from its cell.
 *
 * @param sources the columns that get values
 * @param overflow the values for which the table has no room
 * @param firstRow the place in the batch of each trial's first row
 */
@SuppressWarnings("ArrayRecordComponent") // it stands beside the columns of a batch
public record RowSource(
    Cells cells,
    Batch batch,
    BatchPoints points,
    List<Source> sources,
    List<Source> overflow,
    int[] firstRow) {

  /**
   * Where the values of a column come from and go to.
   *
   * @param column null if the table is full
   * @param perRow whether it has a value for each row, not for each trial
   */
  public record Source(Column values, Kind kind, @Nullable StoredColumn column, boolean perRow) {

    /** What its column's cells mean. */
    public Cells.Type type() {
      return column == null ? Cells.Type.UNKNOWN : column.type();
    }
  }

  /** The rows of a batch, for a table that has columns for them already. */
  public static RowSource of(Cells cells, ResultTable table, Batch batch, BatchPoints points) {
    int[] firstRow = new int[batch.rows().length];
    for (int i = 1; i < firstRow.length; i++) {
      firstRow[i] = firstRow[i - 1] + batch.rows()[i - 1];
    }
    RowSource rows =
        new RowSource(cells, batch, points, new ArrayList<>(), new ArrayList<>(), firstRow);
    rows.connect(table, Kind.PARAMETER, points.parameters());
    rows.connect(table, Kind.DERIVED, batch.derived());
    rows.connect(table, Kind.RESULT, batch.results());
    rows.connect(table, Kind.METADATA, batch.metadata());
    return rows;
  }

  private void connect(ResultTable table, Kind kind, List<Column> columns) {
    for (Column values : columns) {
      StoredColumn column = table.layout().find(kind, values.name());
      (column == null ? overflow : sources)
          .add(new Source(values, kind, column, kind != Kind.PARAMETER));
    }
  }

  /** The columns that get values. */
  public List<StoredColumn> columns() {
    List<StoredColumn> columns = new ArrayList<>(sources.size());
    for (Source source : sources) {
      if (source.column != null) {
        columns.add(source.column);
      }
    }
    return columns;
  }

  /** The place of a source's value for a row of a trial. */
  public int index(Source source, int trial, int row) {
    return source.perRow ? firstRow[trial] + row : trial;
  }

  public boolean isPlain(int trial) {
    if (batch.status()[trial] != Status.OK || batch.rows()[trial] != 1) {
      return false;
    }
    for (Source source : overflow) {
      if (source.values.get(index(source, trial, 0)) != null) {
        return false;
      }
    }
    for (Source source : sources) {
      if (!cells.readsBack(source.values, index(source, trial, 0), source.type())) {
        return false;
      }
    }
    return true;
  }

  public Result.@Nullable Failure failure(int trial) {
    return batch.failures() == null ? null : batch.failures()[trial];
  }

  /** The values of a row that its cells cannot hold as they are, by column. */
  public Map<String, @Nullable Object> exact(int trial, int row) {
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    for (Source source : sources) {
      int index = index(source, trial, row);
      if (source.column != null && !cells.readsBack(source.values, index, source.type())) {
        exact.put(source.column.column(), source.values.get(index));
      }
    }
    Result.Failure failure = failure(trial);
    if (failure != null) {
      note("_exception", failure.exception(), exact);
      note("_traceback", failure.traceback(), exact);
    }
    return exact;
  }

  private void note(String column, String text, Map<String, @Nullable Object> exact) {
    if (!cells.isStorable(text)) {
      exact.put(column, text);
    }
  }

  /** The values of a row that found no column: by kind, by name. */
  public Map<String, Map<String, @Nullable Object>> more(int trial, int row) {
    Map<String, Map<String, @Nullable Object>> more = new LinkedHashMap<>();
    for (Source source : overflow) {
      Object value = source.values.get(index(source, trial, row));
      if (value != null) {
        more.computeIfAbsent(source.kind.word(), kind -> new LinkedHashMap<>())
            .put(source.values.name(), value);
      }
    }
    return more;
  }
}
