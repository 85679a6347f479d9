package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.notebook.Row;

/** A batch read row by row. */
final class BatchRows {

  private final Batch batch;
  private final BatchPoints points;
  private final int[] firstRow;

  BatchRows(Batch batch, BatchPoints points) {
    this.batch = batch;
    this.points = points;
    this.firstRow = new int[batch.rows().length + 1];
    for (int i = 0; i < batch.rows().length; i++) {
      firstRow[i + 1] = firstRow[i] + batch.rows()[i];
    }
  }

  /** The rows of a trial, by its place in the batch. */
  List<Row> of(int index) {
    List<Row> rows = new ArrayList<>(batch.rows()[index]);
    for (int row = 0; row < batch.rows()[index]; row++) {
      Map<String, @Nullable Object> parameters = values(points.parameters(), index);
      parameters.putAll(values(batch.derived(), firstRow[index] + row));
      rows.add(
          new Row(
              batch.trials().first() + index,
              row,
              points.point()[index],
              points.replicate()[index],
              batch.status()[index],
              batch.engine(),
              batch.attempt(),
              new Result.Timing(
                  batch.start()[index],
                  batch.setUp()[index],
                  batch.experiment()[index],
                  batch.tearDown()[index]),
              batch.failures() == null ? null : batch.failures()[index],
              parameters,
              values(batch.results(), firstRow[index] + row),
              values(batch.metadata(), firstRow[index] + row)));
    }
    return rows;
  }

  private static Map<String, @Nullable Object> values(List<Column> columns, int index) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Column column : columns) {
      values.put(column.name(), column.get(index));
    }
    return values;
  }
}
