package org.labactors.notebook.epyc;

import static org.labactors.notebook.epyc.EpycExport.property;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Point;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.internal.table.TextOutput;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.Query;
import org.labactors.notebook.Query.Outcome;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.RecordedStudy;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * A result set in a notebook of epyc.
 *
 * <p>Rows of trials that are ok come first, since epyc cannot open a notebook that begins with
 * failures of different metadata. A value for which epyc has no type (a map, an empty list, a list
 * that begins with one of these or with null) is JSON text there. A missing value is left out; epyc
 * reads it as zero, false or the empty string. Where two names cannot stand side by side, one has a
 * suffix.
 *
 * <p>Trials that are not recorded yet are epyc's pending results; those that were cancelled when
 * the result set was finished are failed results, as epyc has them, with the exception {@value
 * EpycFormat#CANCELLED}. Both are left out if the query leaves something out, or if their points
 * cannot be computed for want of the design's class.
 */
final class EpycSet {

  private final ResultSet resultSet;
  private final Query query;
  private final TableHeader header;
  private final RecordedStudy study;
  private final EpycRow epycRow;

  EpycSet(ResultSet resultSet, Query query) {
    this.resultSet = resultSet;
    this.query = query;
    this.header = TableHeader.of(resultSet);
    this.study = RecordedStudy.of(resultSet);
    this.epycRow = new EpycRow(header, study.experiment());
  }

  /**
   * Writes it, its tag included.
   *
   * @return how many rows it has
   */
  long writeTo(TextOutput output) throws IOException {
    output.write(head());
    long ok = output.writeRows(resultSet.rows(query.of(Outcome.OK)), 0, epycRow::append);
    TextOutput.RowText other = ok == 0 ? epycRow::appendFilled : epycRow::append;
    long rows =
        query.outcome() == Outcome.OK
            ? ok
            : output.writeRows(resultSet.rows(query.of(Outcome.NOT_OK)), ok, other);
    if (query.equals(Query.ALL)) {
      writeCancelled(output, rows, other);
    }
    output.write("\n],\n\"" + EpycFormat.PENDING + "\": {");
    if (query.equals(Query.ALL)) {
      writePending(output);
    }
    output.write("}\n}");
    return rows;
  }

  private CharSequence head() {
    StringBuilder text = new StringBuilder();
    ValueJson.appendName(text, resultSet.tag(), JsonDialect.PYTHON);
    text.append(" {\n");
    property(text, EpycFormat.DESCRIPTION, resultSet.description()).append(",\n");
    property(text, EpycFormat.LOCKED, resultSet.isFinished()).append(",\n");
    resultSet
        .attributes()
        .forEach((name, value) -> property(text, EpycFormat.attribute(name), value).append(",\n"));
    property(text, EpycFormat.OUR_STUDY, resultSet.studyJson()).append(",\n");
    List<String> derived =
        resultSet.columns().stream()
            .filter(column -> column.kind() == Kind.DERIVED)
            .map(ColumnInfo::name)
            .toList();
    if (!derived.isEmpty()) {
      property(text, EpycFormat.OUR_DERIVED, derived).append(",\n");
    }
    String names = EpycNames.note(header);
    if (names != null) {
      property(text, EpycFormat.OUR_NAMES, names).append(",\n");
    }
    ValueJson.appendName(text, EpycFormat.RESULTS, JsonDialect.PYTHON);
    return text.append(" [");
  }

  /** Writes what was cancelled as rows of trials that were never attempted. */
  private void writeCancelled(TextOutput output, long before, TextOutput.RowText form)
      throws IOException {
    long number = before;
    StringBuilder text = new StringBuilder();
    for (TrialRange range : resultSet.cancelled().ranges()) {
      for (long trial = range.first(); trial < range.end(); trial++) {
        Point point = study.point(trial);
        if (point != null) {
          text.setLength(0);
          form.append(text, cancelled(trial, point), number++);
          output.write(text);
        }
      }
    }
  }

  private Row cancelled(long trial, Point point) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(point.asMap());
    header
        .columns(TableColumn.Group.PARAMETER)
        .forEach(column -> parameters.putIfAbsent(column.name(), Double.NaN));
    return new Row(
        trial,
        0,
        study.pointIndex(trial),
        study.replicate(trial),
        Status.CANCELLED,
        "",
        0,
        Result.Timing.UNKNOWN,
        new Result.Failure(EpycFormat.CANCELLED, ""),
        parameters,
        Map.of(),
        Map.of());
  }

  private void writePending(TextOutput output) throws IOException {
    List<TableColumn> columns = header.columns(TableColumn.Group.PARAMETER);
    StringBuilder text = new StringBuilder();
    TrialRanges pending = resultSet.pending();
    String separator = "\n";
    for (TrialRange range : pending.ranges()) {
      for (long trial = range.first(); trial < range.end(); trial++) {
        Point point = study.point(trial);
        if (point != null) {
          text.setLength(0);
          text.append(separator);
          // In epyc a job is one of the whole notebook, so its name says of which result set it is.
          ValueJson.appendName(text, resultSet.tag() + "/trial-" + trial, JsonDialect.PYTHON);
          ValueJson.append(text, parameters(columns, point), JsonDialect.PYTHON);
          output.write(text);
          separator = ",\n";
        }
      }
    }
  }

  /** The parameters of a point, and NaN for derived ones: epyc wants all of them for each trial. */
  private static Map<String, @Nullable Object> parameters(List<TableColumn> columns, Point point) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    Map<String, Object> unlisted = new LinkedHashMap<>(point.asMap());
    for (TableColumn column : columns) {
      Object value = unlisted.remove(column.name());
      parameters.put(column.header(), EpycRow.possible(value == null ? Double.NaN : value));
    }
    unlisted.forEach((name, value) -> parameters.put(name, EpycRow.possible(value)));
    return parameters;
  }
}
