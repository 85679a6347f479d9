package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.Layout;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Row;

/** Reads the rows of a result set one after the other, never more than one at a time. */
final class RowReader implements AutoCloseable {

  private static final int USER_COLUMNS = ResultTable.OWN.size() + 1;

  // Where the lab's own columns are; to look for names would take a while, in each row.
  private static final int TRIAL = place("_trial");
  private static final int POINT = place("_point");
  private static final int REPLICATE = place("_replicate");
  private static final int STATUS = place("_status");
  private static final int START_TIME = place("_start_time");
  private static final int SETUP_TIME = place("_setup_time");
  private static final int EXPERIMENT_TIME = place("_experiment_time");
  private static final int TEARDOWN_TIME = place("_teardown_time");
  private static final int ENGINE = place("_engine");
  private static final int ATTEMPT = place("_attempt");
  private static final int EXCEPTION = place("_exception");
  private static final int TRACEBACK = place("_traceback");
  private static final int EXACT = place("_exact");
  private static final int MORE = place("_more");

  private final Database database;
  private final Connection connection;
  private final List<StoredColumn> columns;
  private final PreparedStatement select;
  private final ResultSet cells;

  private RowReader(
      Database database,
      Connection connection,
      List<StoredColumn> columns,
      PreparedStatement select,
      ResultSet cells) {
    this.database = database;
    this.connection = connection;
    this.columns = columns;
    this.select = select;
    this.cells = cells;
  }

  /**
   * Begins to read, with a connection that is given back at the end.
   *
   * @param query what its parameters say is only a first sieve here
   * @param wanted the columns of the user's that are read
   */
  @SuppressWarnings("resource") // what is opened is closed by close
  static RowReader open(
      Database database,
      Connection connection,
      StoredResultSet resultSet,
      Layout layout,
      Query query,
      Predicate<StoredColumn> wanted)
      throws SQLException {
    List<StoredColumn> columns = layout.columns().stream().filter(wanted).toList();
    List<String> conditions = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    if (query.outcome() != Query.Outcome.ANY) {
      conditions.add(query.outcome() == Query.Outcome.OK ? "_status = ?" : "_status <> ?");
      values.add(Status.OK.label());
    }
    if (query.trial().isPresent()) {
      conditions.add("_trial = ?");
      values.add(query.trial().getAsLong());
    }
    query
        .parameters()
        .forEach(
            (name, value) -> {
              StoredColumn column = parameter(layout, name);
              Cells.Sieve sieve = column == null ? null : database.cells().sieve(column, value);
              if (sieve != null) {
                conditions.add(sieve.condition());
                values.add(sieve.value());
              }
            });
    PreparedStatement select = connection.prepareStatement(sql(resultSet, columns, conditions));
    select.setFetchSize(database.rowsAtOnce(connection, resultSet));
    for (int i = 0; i < values.size(); i++) {
      select.setObject(i + 1, values.get(i));
    }
    return new RowReader(database, connection, columns, select, select.executeQuery());
  }

  private static @Nullable StoredColumn parameter(Layout layout, String name) {
    StoredColumn ofPoint = layout.find(Kind.PARAMETER, name);
    StoredColumn derived = layout.find(Kind.DERIVED, name);
    // A name that is a parameter at some points and derived at others is not sieved here.
    return ofPoint != null && derived != null ? null : ofPoint != null ? ofPoint : derived;
  }

  private static String sql(
      StoredResultSet resultSet, List<StoredColumn> columns, List<String> conditions) {
    boolean severalRows = resultSet.severalRows();
    StringBuilder sql =
        new StringBuilder("SELECT ")
            .append(String.join(", ", ResultTable.OWN))
            .append(severalRows ? ", _row" : ", 0");
    columns.forEach(column -> sql.append(", ").append(Sql.quoted(column.column())));
    sql.append(" FROM ").append(Sql.quoted(resultSet.tag()));
    if (!conditions.isEmpty()) {
      sql.append(" WHERE ").append(String.join(" AND ", conditions));
    }
    return sql.append(severalRows ? " ORDER BY _trial, _row" : " ORDER BY _trial").toString();
  }

  /** The next row, null after the last one. */
  @Nullable Row next() throws SQLException {
    if (!cells.next()) {
      return null;
    }
    Map<String, @Nullable Object> exact = json(cells.getString(EXACT));
    Map<String, @Nullable Object> more = json(cells.getString(MORE));
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    Map<String, @Nullable Object> results = new LinkedHashMap<>();
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      StoredColumn column = columns.get(i);
      Object value =
          exact.containsKey(column.column())
              ? exact.get(column.column())
              : database.cells().read(cells, USER_COLUMNS + 1 + i, column.type());
      switch (column.kind()) {
        case PARAMETER -> parameters.put(column.name(), value);
        case DERIVED -> {
          if (value != null || !parameters.containsKey(column.name())) {
            parameters.put(column.name(), value);
          }
        }
        case RESULT -> results.put(column.name(), value);
        case METADATA -> metadata.put(column.name(), value);
      }
    }
    parameters.putAll(part(more, Kind.PARAMETER));
    parameters.putAll(part(more, Kind.DERIVED));
    results.putAll(part(more, Kind.RESULT));
    metadata.putAll(part(more, Kind.METADATA));
    return new Row(
        cells.getLong(TRIAL),
        cells.getInt(USER_COLUMNS),
        cells.getLong(POINT),
        cells.getInt(REPLICATE),
        Status.ofLabel(cells.getString(STATUS)),
        cells.getString(ENGINE),
        cells.getInt(ATTEMPT),
        new Result.Timing(
            seconds(START_TIME),
            seconds(SETUP_TIME),
            seconds(EXPERIMENT_TIME),
            seconds(TEARDOWN_TIME)),
        failure(exact),
        Collections.unmodifiableMap(parameters),
        Collections.unmodifiableMap(results),
        Collections.unmodifiableMap(metadata));
  }

  private Result.@Nullable Failure failure(Map<String, @Nullable Object> exact)
      throws SQLException {
    String exception = cells.getString(EXCEPTION);
    return exception == null
        ? null
        : new Result.Failure(
            exact.get("_exception") instanceof String text ? text : exception,
            exact.get("_traceback") instanceof String text ? text : cells.getString(TRACEBACK));
  }

  private static int place(String own) {
    return ResultTable.OWN.indexOf(own) + 1;
  }

  private double seconds(int column) throws SQLException {
    double seconds = cells.getDouble(column);
    return seconds == 0 && cells.wasNull() ? Double.NaN : seconds;
  }

  @SuppressWarnings("unchecked") // the keys of JSON are strings
  private static Map<String, @Nullable Object> json(@Nullable String text) {
    return text != null && ValueJson.read(text, JsonDialect.NOTEBOOK) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }

  @SuppressWarnings("unchecked") // the keys of JSON are strings
  private static Map<String, @Nullable Object> part(Map<String, @Nullable Object> more, Kind kind) {
    return more.get(kind.word()) instanceof Map<?, ?> map
        ? (Map<String, @Nullable Object>) map
        : Map.of();
  }

  @Override
  public void close() throws SQLException {
    try (select) {
      cells.close();
    } finally {
      database.release(connection);
    }
  }
}
