package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.RowInserter;
import org.labactors.internal.database.RowSource;
import org.labactors.internal.database.Sql;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.BatchPoints;
import org.labactors.internal.recording.Column;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Inserts rows into PostgreSQL by its binary {@code COPY}, which is the fastest way there is. */
final class PostgresCopy implements RowInserter {

  private final Connection connection;
  private final PostgresWatch watch;
  private final ResultTable table;
  private final RowSource rows;
  private final Batch batch;
  private final CopyIn copy;
  private final CopyBuffer buffer;
  private final int fields;

  PostgresCopy(Connection connection, PostgresWatch watch, ResultTable table, RowSource rows)
      throws SQLException {
    this.connection = connection;
    this.watch = watch;
    this.table = table;
    this.rows = rows;
    this.batch = rows.batch();
    List<String> columns = new ArrayList<>(ResultTable.STORED);
    if (table.hasSeveralRows()) {
      columns.add("_row");
    }
    rows.columns().forEach(column -> columns.add(Sql.quoted(column.column())));
    this.fields = columns.size();
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "COPY %s (%s) FROM STDIN WITH (FORMAT BINARY)"
                    .formatted(table.quotedName(), String.join(", ", columns)));
    this.buffer =
        new CopyBuffer(
            (bytes, from, length) ->
                watch.send(connection, () -> copy.writeToCopy(bytes, from, length)));
  }

  @Override
  public void insert(int first, int end) throws SQLException {
    for (int trial = first; trial < end; trial++) {
      boolean plain = rows.isPlain(trial);
      for (int row = 0; row < batch.rows()[trial]; row++) {
        insert(trial, row, plain);
      }
    }
  }

  private void insert(int trial, int row, boolean plain) throws SQLException {
    buffer.beginRow(fields);
    putOwn(trial);
    Result.Failure failure = plain ? null : rows.failure(trial);
    putText(failure == null ? null : failure.exception());
    putText(failure == null ? null : failure.traceback());
    putJson(plain ? Map.of() : rows.exact(trial, row));
    putJson(plain ? Map.of() : rows.more(trial, row));
    if (table.code().isPresent()) {
      buffer.putInt(table.code().getAsInt());
    } else {
      buffer.putNull();
    }
    if (table.hasSeveralRows()) {
      buffer.putInt(row);
    }
    for (RowSource.Source source : rows.sources()) {
      put(source.values(), rows.index(source, trial, row), source.type());
    }
  }

  /** The columns from {@code _trial} to {@code _attempt}. */
  private void putOwn(int trial) throws SQLException {
    BatchPoints points = rows.points();
    double start = batch.start()[trial];
    double setUp = batch.setUp()[trial];
    double experiment = batch.experiment()[trial];
    double tearDown = batch.tearDown()[trial];
    double elapsed = setUp + experiment + tearDown;
    buffer.putLong(batch.trials().first() + trial);
    buffer.putLong(points.point()[trial]);
    buffer.putInt(points.replicate()[trial]);
    buffer.putText(batch.status()[trial].label());
    putSeconds(start);
    putSeconds(start + elapsed);
    putSeconds(elapsed);
    putSeconds(setUp);
    putSeconds(experiment);
    putSeconds(tearDown);
    buffer.putText(batch.engine());
    buffer.putInt(batch.attempt());
  }

  private void putSeconds(double seconds) throws SQLException {
    if (Double.isNaN(seconds)) {
      buffer.putNull();
    } else {
      buffer.putDouble(seconds);
    }
  }

  private void put(Column values, int index, Cells.Type type) throws SQLException {
    if (values instanceof Column.Doubles doubles
        && type == Cells.Type.REAL
        && !doubles.isMissing(index)) {
      buffer.putDouble(doubles.values()[index]);
      return;
    }
    if (values instanceof Column.Longs longs
        && type == Cells.Type.WHOLE
        && !longs.isMissing(index)) {
      buffer.putLong(longs.values()[index]);
      return;
    }
    Object value = values.get(index);
    Object stored = value == null ? null : rows.cells().stored(value, type);
    if (stored instanceof Long whole) {
      buffer.putLong(whole);
    } else if (stored instanceof Double real) {
      buffer.putDouble(real);
    } else if (stored instanceof Boolean truth) {
      buffer.putBoolean(truth);
    } else {
      putText((String) stored);
    }
  }

  private void putText(@Nullable String text) throws SQLException {
    if (text == null) {
      buffer.putNull();
    } else {
      buffer.putText(PostgresCells.storable(text));
    }
  }

  private void putJson(Map<String, ?> values) throws SQLException {
    putText(values.isEmpty() ? null : ValueJson.write(values, JsonDialect.NOTEBOOK));
  }

  @Override
  public void flush() throws SQLException {
    buffer.end();
    watch.send(connection, copy::endCopy);
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      watch.send(connection, copy::cancelCopy);
    }
  }
}
