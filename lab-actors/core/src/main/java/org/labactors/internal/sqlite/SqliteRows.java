package org.labactors.internal.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.RowInserter;
import org.labactors.internal.database.RowSource;
import org.labactors.internal.database.WriteSession;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.BatchPoints;
import org.labactors.internal.recording.Column;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;

/**
 * Inserts rows into SQLite. Plain rows of consecutive trials go into the table in blocks, one
 * statement for {@value #BLOCK} rows, in which what they have in common is bound once: with SQLite,
 * binding values is what takes time. All others go one by one.
 */
final class SqliteRows implements RowInserter {

  private static final int BLOCK = 50;

  /** With so many columns a block would have more variables than a statement may. */
  private static final int MOST_COLUMNS_OF_A_BLOCK = 400;

  /** So many values wait in memory for being written together. */
  private static final int MOST_WAITING = 20_000;

  private final WriteSession.Transaction transaction;
  private final ResultTable table;
  private final RowSource rows;
  private final Batch batch;
  private final RowSql sql;
  private @Nullable PreparedStatement block;
  private @Nullable PreparedStatement single;
  private int waiting;

  SqliteRows(WriteSession.Transaction transaction, ResultTable table, RowSource rows) {
    this.transaction = transaction;
    this.table = table;
    this.rows = rows;
    this.batch = rows.batch();
    this.sql = new RowSql(table, rows.columns());
  }

  @Override
  public void insert(int first, int end) throws SQLException {
    int next = first;
    while (next < end) {
      int plain = plainFrom(next, Math.min(end, next + BLOCK));
      if (plain == BLOCK) {
        insertBlock(next);
        next += BLOCK;
      } else {
        for (int stop = next + Math.max(plain, 1); next < stop; next++) {
          for (int row = 0; row < batch.rows()[next]; row++) {
            insertSingle(next, row);
          }
        }
      }
    }
  }

  /** How many trials from one on are plain. */
  private int plainFrom(int first, int end) {
    if (table.hasSeveralRows() || rows.sources().size() > MOST_COLUMNS_OF_A_BLOCK) {
      return 0;
    }
    int trial = first;
    while (trial < end && rows.isPlain(trial)) {
      trial++;
    }
    return trial - first;
  }

  private void insertBlock(int first) throws SQLException {
    PreparedStatement statement = block;
    if (statement == null) {
      statement = transaction.prepared(sql.ofBlock(BLOCK));
      block = statement;
    }
    bindCommon(statement, first);
    int variable = RowSql.COMMON;
    for (int trial = first; trial < first + BLOCK; trial++) {
      bindOwn(statement, variable, trial);
      variable += RowSql.OWN_OF_EACH;
      for (RowSource.Source source : rows.sources()) {
        bind(statement, ++variable, source, rows.index(source, trial, 0));
      }
    }
    statement.executeUpdate();
  }

  private void insertSingle(int trial, int row) throws SQLException {
    PreparedStatement statement = single;
    if (statement == null) {
      statement = transaction.prepared(sql.ofSingle());
      single = statement;
    }
    bindCommon(statement, trial);
    bindOwn(statement, RowSql.COMMON, trial);
    int variable = RowSql.COMMON + RowSql.OWN_OF_EACH;
    for (RowSource.Source source : rows.sources()) {
      bind(statement, ++variable, source, rows.index(source, trial, row));
    }
    Result.Failure failure = rows.failure(trial);
    bindText(statement, ++variable, failure == null ? null : failure.exception());
    bindText(statement, ++variable, failure == null ? null : failure.traceback());
    bindJson(statement, ++variable, rows.more(trial, row));
    bindJson(statement, ++variable, rows.exact(trial, row));
    if (table.hasSeveralRows()) {
      statement.setInt(++variable, row);
    }
    statement.addBatch();
    waiting += variable;
    if (waiting >= MOST_WAITING) {
      flush();
    }
  }

  @Override
  public void flush() throws SQLException {
    if (single != null && waiting > 0) {
      single.executeBatch();
      waiting = 0;
    }
  }

  @Override
  public void close() {
    // The statements are the transaction's.
  }

  private void bindCommon(PreparedStatement statement, int trial) throws SQLException {
    statement.setLong(1, batch.trials().first() + trial);
    statement.setString(2, batch.status()[trial].label());
    statement.setString(3, batch.engine());
    statement.setInt(4, batch.attempt());
    if (table.code().isPresent()) {
      statement.setInt(5, table.code().getAsInt());
    } else {
      statement.setNull(5, Types.NULL);
    }
  }

  private void bindOwn(PreparedStatement statement, int before, int trial) throws SQLException {
    BatchPoints points = rows.points();
    double start = batch.start()[trial];
    double setUp = batch.setUp()[trial];
    double experiment = batch.experiment()[trial];
    double tearDown = batch.tearDown()[trial];
    double elapsed = setUp + experiment + tearDown;
    statement.setLong(before + 1, points.point()[trial]);
    statement.setInt(before + 2, points.replicate()[trial]);
    statement.setDouble(before + 3, start);
    statement.setDouble(before + 4, start + elapsed);
    statement.setDouble(before + 5, elapsed);
    statement.setDouble(before + 6, setUp);
    statement.setDouble(before + 7, experiment);
    statement.setDouble(before + 8, tearDown);
  }

  private void bind(PreparedStatement statement, int variable, RowSource.Source source, int index)
      throws SQLException {
    Column values = source.values();
    if (values instanceof Column.Doubles doubles && !doubles.isMissing(index)) {
      // SQLite takes NaN for NULL, as it is meant here.
      statement.setDouble(variable, doubles.values()[index]);
    } else if (values instanceof Column.Longs longs && !longs.isMissing(index)) {
      statement.setLong(variable, longs.values()[index]);
    } else {
      Object value = values.get(index);
      Object stored = value == null ? null : rows.cells().stored(value, source.type());
      if (stored == null) {
        statement.setNull(variable, Types.NULL);
      } else {
        statement.setObject(variable, stored);
      }
    }
  }

  private static void bindText(PreparedStatement statement, int variable, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(variable, Types.NULL);
    } else {
      statement.setString(variable, text);
    }
  }

  private static void bindJson(PreparedStatement statement, int variable, Map<String, ?> values)
      throws SQLException {
    bindText(
        statement,
        variable,
        values.isEmpty() ? null : ValueJson.write(values, JsonDialect.NOTEBOOK));
  }
}
