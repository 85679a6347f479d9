package org.labactors.notebook.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.notebook.Batch;
import org.labactors.notebook.BatchPoints;
import org.labactors.notebook.Column;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.study.TrialRange;

/**
 * Writes one batch into the table of its result set.
 *
 * <p>Nearly all rows are <em>plain</em>: their trial is ok, has one row, and every value reads back
 * from its cell. Plain rows of consecutive trials go into the table in blocks, one statement for
 * {@value #BLOCK} rows, in which what they have in common is bound once: with SQLite, binding
 * values is what takes time. All others go one by one.
 */
final class RowWriter {

  private static final int BLOCK = 50;

  /** With so many columns a block would have more variables than a statement may. */
  private static final int MOST_COLUMNS_OF_A_BLOCK = 400;

  /** So many values wait in memory for being written together. */
  private static final int MOST_WAITING = 20_000;

  /**
   * Where the values of a column come from and go to.
   *
   * @param column null if the table is full
   * @param perRow whether it has a value for each row, not for each trial
   */
  private record Source(Column values, Kind kind, @Nullable StoredColumn column, boolean perRow) {}

  private final WriteSession.Transaction transaction;
  private final ResultTable table;
  private final Batch batch;
  private final BatchPoints points;
  private final List<Source> sources = new ArrayList<>();
  private final List<Source> overflow = new ArrayList<>();
  private final int[] firstRow;
  private final RowSql sql;
  private @Nullable PreparedStatement block;
  private @Nullable PreparedStatement single;
  private int waiting;

  private RowWriter(
      WriteSession.Transaction transaction, ResultTable table, Batch batch, BatchPoints points) {
    this.transaction = transaction;
    this.table = table;
    this.batch = batch;
    this.points = points;
    this.firstRow = new int[batch.rows().length];
    for (int i = 1; i < firstRow.length; i++) {
      firstRow[i] = firstRow[i - 1] + batch.rows()[i - 1];
    }
    connect(Kind.PARAMETER, points.parameters());
    connect(Kind.DERIVED, batch.derived());
    connect(Kind.RESULT, batch.results());
    connect(Kind.METADATA, batch.metadata());
    this.sql =
        new RowSql(
            table, sources.stream().flatMap(source -> Stream.ofNullable(source.column)).toList());
  }

  private void connect(Kind kind, List<Column> columns) {
    for (Column values : columns) {
      StoredColumn column = table.layout().find(kind, values.name());
      (column == null ? overflow : sources)
          .add(new Source(values, kind, column, kind == Kind.RESULT));
    }
  }

  /** Writes the wanted trials of a batch; the table gets the columns they need. */
  static void write(
      WriteSession.Transaction transaction,
      ResultTable table,
      Batch batch,
      BatchPoints points,
      List<TrialRange> wanted)
      throws SQLException {
    table.makeRoom(transaction.connection(), Kind.PARAMETER, points.parameters());
    table.makeRoom(transaction.connection(), Kind.DERIVED, batch.derived());
    table.makeRoom(transaction.connection(), Kind.RESULT, batch.results());
    table.makeRoom(transaction.connection(), Kind.METADATA, batch.metadata());
    for (int rows : batch.rows()) {
      if (rows > 1) {
        table.allowSeveralRows(transaction.connection());
      }
    }
    RowWriter writer = new RowWriter(transaction, table, batch, points);
    for (TrialRange range : wanted) {
      int first = (int) (range.first() - batch.trials().first());
      writer.write(first, first + (int) range.size());
    }
    writer.flush();
    table.filled();
  }

  private void write(int first, int end) throws SQLException {
    int next = first;
    while (next < end) {
      int plain = plainFrom(next, Math.min(end, next + BLOCK));
      if (plain == BLOCK) {
        writeBlock(next);
        next += BLOCK;
      } else {
        for (int stop = next + Math.max(plain, 1); next < stop; next++) {
          for (int row = 0; row < batch.rows()[next]; row++) {
            writeSingle(next, row);
          }
        }
      }
    }
  }

  /** How many trials from one on are plain. */
  private int plainFrom(int first, int end) {
    if (table.hasSeveralRows() || sources.size() > MOST_COLUMNS_OF_A_BLOCK) {
      return 0;
    }
    int trial = first;
    while (trial < end && isPlain(trial)) {
      trial++;
    }
    return trial - first;
  }

  private boolean isPlain(int trial) {
    if (batch.status()[trial] != Status.OK || batch.rows()[trial] != 1) {
      return false;
    }
    int row = firstRow[trial];
    for (Source source : overflow) {
      if (source.values.get(source.perRow ? row : trial) != null) {
        return false;
      }
    }
    for (Source source : sources) {
      int index = source.perRow ? row : trial;
      if (source.values instanceof Column.Doubles doubles) {
        if (Double.isNaN(doubles.values()[index]) && !doubles.isMissing(index)) {
          return false;
        }
      } else if (!readsBack(source, source.values.get(index))) {
        return false;
      }
    }
    return true;
  }

  private static boolean readsBack(Source source, @Nullable Object value) {
    return value == null || source.column == null || Cells.readsBack(value, source.column.type());
  }

  private void writeBlock(int first) throws SQLException {
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
      for (Source source : sources) {
        bind(statement, ++variable, source.values, source.perRow ? firstRow[trial] : trial);
      }
    }
    statement.executeUpdate();
  }

  private void writeSingle(int trial, int row) throws SQLException {
    PreparedStatement statement = single;
    if (statement == null) {
      statement = transaction.prepared(sql.ofSingle());
      single = statement;
    }
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    bindCommon(statement, trial);
    bindOwn(statement, RowSql.COMMON, trial);
    int variable = RowSql.COMMON + RowSql.OWN_OF_EACH;
    for (Source source : sources) {
      int index = source.perRow ? firstRow[trial] + row : trial;
      bind(statement, ++variable, source.values, index);
      Object value = source.values.get(index);
      if (source.column != null && !readsBack(source, value)) {
        exact.put(source.column.column(), value);
      }
    }
    Result.Failure failure = batch.failures() == null ? null : batch.failures()[trial];
    bindText(
        statement, ++variable, "_exception", failure == null ? null : failure.exception(), exact);
    bindText(
        statement, ++variable, "_traceback", failure == null ? null : failure.traceback(), exact);
    bindJson(statement, ++variable, more(trial, row));
    bindJson(statement, ++variable, exact);
    if (table.hasSeveralRows()) {
      statement.setInt(++variable, row);
    }
    statement.addBatch();
    waiting += variable;
    if (waiting >= MOST_WAITING) {
      flush();
    }
  }

  private void flush() throws SQLException {
    if (single != null && waiting > 0) {
      single.executeBatch();
      waiting = 0;
    }
  }

  private void bindCommon(PreparedStatement statement, int trial) throws SQLException {
    statement.setLong(1, batch.trials().first() + trial);
    statement.setString(2, batch.status()[trial].label());
    statement.setString(3, batch.engine());
    statement.setInt(4, batch.attempt());
  }

  private void bindOwn(PreparedStatement statement, int before, int trial) throws SQLException {
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

  private static void bind(PreparedStatement statement, int variable, Column values, int index)
      throws SQLException {
    if (values instanceof Column.Doubles doubles && !doubles.isMissing(index)) {
      // SQLite takes NaN for NULL, as it is meant here.
      statement.setDouble(variable, doubles.values()[index]);
    } else if (values instanceof Column.Longs longs && !longs.isMissing(index)) {
      statement.setLong(variable, longs.values()[index]);
    } else {
      Object stored = Cells.stored(values.get(index));
      if (stored == null) {
        statement.setNull(variable, Types.NULL);
      } else {
        statement.setObject(variable, stored);
      }
    }
  }

  private static void bindText(
      PreparedStatement statement,
      int variable,
      String column,
      @Nullable String text,
      Map<String, @Nullable Object> exact)
      throws SQLException {
    if (text == null) {
      statement.setNull(variable, Types.NULL);
      return;
    }
    statement.setString(variable, text);
    if (!ExactJson.isUnicode(text)) {
      exact.put(column, text);
    }
  }

  private static void bindJson(PreparedStatement statement, int variable, Map<String, ?> values)
      throws SQLException {
    if (values.isEmpty()) {
      statement.setNull(variable, Types.NULL);
    } else {
      statement.setString(variable, ExactJson.write(values));
    }
  }

  /** The values of a row that found no column: by kind, by name. */
  private Map<String, Map<String, @Nullable Object>> more(int trial, int row) {
    Map<String, Map<String, @Nullable Object>> more = new LinkedHashMap<>();
    for (Source source : overflow) {
      Object value = source.values.get(source.perRow ? firstRow[trial] + row : trial);
      if (value != null) {
        more.computeIfAbsent(source.kind.word(), kind -> new LinkedHashMap<>())
            .put(source.values.name(), value);
      }
    }
    return more;
  }
}
