package org.labactors.notebook.epyc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableColumn.Group;
import org.labactors.internal.table.TableHeader;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Row;

/** How a row becomes one of epyc's results. */
final class EpycRow {

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  private final TableHeader header;
  private final String experiment;
  private final List<TableColumn> parameters;
  private final List<TableColumn> results;
  private final List<TableColumn> metadata;

  /**
   * For the rows of a table.
   *
   * @param experiment the name of the experiment's class
   */
  EpycRow(TableHeader header, String experiment) {
    this.header = header;
    this.experiment = experiment;
    this.parameters = header.columns(Group.PARAMETER);
    this.results = header.columns(Group.RESULT);
    this.metadata = header.columns(Group.METADATA);
  }

  void append(StringBuilder text, Row row, long number) {
    append(text, row, number, false);
  }

  /**
   * As {@link #append}, with NaN for parameters and metadata that are missing: while epyc has seen
   * nothing but failures, it cannot take a name that was not there before.
   */
  void appendFilled(StringBuilder text, Row row, long number) {
    append(text, row, number, true);
  }

  private void append(StringBuilder text, Row row, long number, boolean filled) {
    header.check(row);
    Map<String, @Nullable Object> exact = new LinkedHashMap<>();
    text.append(number == 0 ? "\n{" : ",\n{");
    part(
        text, EpycFormat.PARAMETERS, values(EpycFormat.PARAMETERS, parameters, row, filled, exact));
    text.append(',');
    part(text, EpycFormat.RESULTS, values(EpycFormat.RESULTS, results, row, false, exact));
    text.append(',');
    Map<String, @Nullable Object> own = values(EpycFormat.METADATA, metadata, row, filled, exact);
    part(text, EpycFormat.METADATA, metadata(row, own, filled, exact));
    text.append('}');
  }

  private static void part(StringBuilder text, String name, Map<String, @Nullable Object> values) {
    ValueJson.appendName(text, name, JsonDialect.PYTHON);
    ValueJson.append(text, values, JsonDialect.PYTHON);
  }

  /** The values of some columns as epyc can have them, with a note of those that it cannot. */
  private static Map<String, @Nullable Object> values(
      String part,
      List<TableColumn> columns,
      Row row,
      boolean filled,
      Map<String, @Nullable Object> exact) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    Map<String, @Nullable Object> impossible = new LinkedHashMap<>();
    for (TableColumn column : columns) {
      Object value = column.of(row);
      if (value != null) {
        values.put(column.header(), possible(value));
        if (!EpycFormat.isPossible(value)) {
          impossible.put(column.header(), value);
        }
      } else if (filled) {
        values.put(column.header(), Double.NaN);
        impossible.put(column.header(), null);
      }
    }
    if (!impossible.isEmpty()) {
      exact.put(part, impossible);
    }
    return values;
  }

  /** The value, or its JSON text if epyc has no type for it. */
  static Object possible(Object value) {
    return EpycFormat.isPossible(value) ? value : ValueJson.write(value, JsonDialect.PYTHON);
  }

  private Map<String, @Nullable Object> metadata(
      Row row,
      Map<String, @Nullable Object> own,
      boolean filled,
      Map<String, @Nullable Object> exact) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    Result.Timing timing = row.timing();
    all.put(EpycFormat.STATUS, row.status() == Status.OK);
    time(all, EpycFormat.START_TIME, timing.start());
    time(all, EpycFormat.END_TIME, timing.end());
    seconds(all, EpycFormat.ELAPSED_TIME, timing.elapsed());
    seconds(all, EpycFormat.SETUP_TIME, timing.setUp());
    seconds(all, EpycFormat.EXPERIMENT_TIME, timing.experiment());
    seconds(all, EpycFormat.TEARDOWN_TIME, timing.tearDown());
    if (row.failure() != null) {
      all.put(EpycFormat.EXCEPTION, row.failure().exception());
      all.put(EpycFormat.TRACEBACK, row.failure().traceback());
    }
    all.put(EpycFormat.OUR_TRIAL, row.trial());
    all.put(EpycFormat.OUR_ROW, (long) row.row());
    all.put(EpycFormat.OUR_POINT, row.point());
    all.put(EpycFormat.OUR_REPLICATE, (long) row.replicate());
    all.put(EpycFormat.OUR_STATUS, row.status().label());
    all.put(EpycFormat.OUR_START_TIME, timing.start());
    all.put(EpycFormat.OUR_ENGINE, row.engine());
    all.put(EpycFormat.OUR_ATTEMPT, (long) row.attempt());
    own.forEach(all::putIfAbsent);
    all.putIfAbsent(EpycFormat.CLASS_NAME, experiment);
    if (filled || !exact.isEmpty()) {
      all.put(EpycFormat.OUR_EXACT, ValueJson.write(exact, JsonDialect.PYTHON_EXACT));
    }
    return all;
  }

  private static void seconds(Map<String, @Nullable Object> all, String name, double seconds) {
    if (!Double.isNaN(seconds)) {
      all.put(name, seconds);
    }
  }

  private static void time(Map<String, @Nullable Object> all, String name, double seconds) {
    if (!Double.isNaN(seconds)) {
      long micros = Math.round(seconds * 1e6);
      Instant instant =
          Instant.ofEpochSecond(
              Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
      all.put(name, MICROSECONDS.format(instant));
    }
  }
}
