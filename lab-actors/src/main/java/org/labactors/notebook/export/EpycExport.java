package org.labactors.notebook.export;

import static org.labactors.notebook.export.EpycFormat.OUR_DERIVED;
import static org.labactors.notebook.export.EpycFormat.OUR_STUDY;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Point;
import org.labactors.experiment.Status;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;
import org.labactors.notebook.Row;
import org.labactors.notebook.export.JsonText.NotFinite;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * A notebook of epyc with this one result set, as JSON of its version 2. What is measured, the
 * parameters and the trials' own metadata stand where epyc has them; what only this lab knows is
 * metadata whose names begin with {@code lab-actors.}, from which {@link EpycImport} restores it.
 *
 * <p>Rows of trials that are ok come first, since epyc cannot open a notebook that begins with
 * failures of different metadata. A value for which epyc has no type (a map, an empty list, a list
 * that begins with one of these or with null) is JSON text there. A missing value is left out; epyc
 * reads it as zero, false or the empty string.
 *
 * <p>Trials not recorded yet are epyc's pending results, unless the query leaves something out, or
 * their points cannot be computed for want of the design's class. So are those that were cancelled
 * when the result set was finished: it is locked then, and epyc cancels them when it opens it.
 */
final class EpycExport implements Export {

  @Override
  public long write(ResultSet resultSet, Query query, OutputStream out) throws IOException {
    TableHeader header = TableHeader.of(resultSet, query);
    EpycStudy study = EpycStudy.of(resultSet);
    EpycRow epycRow = new EpycRow(header, study.experiment());
    TextOutput output = new TextOutput(out);
    output.write(head(resultSet));
    long ok =
        output.writeRows(resultSet.rows(new Query(true, query.parameters())), 0, epycRow::append);
    TextOutput.RowText other = ok == 0 ? epycRow::appendFilled : epycRow::append;
    long all = query.okOnly() ? ok : output.writeRows(others(resultSet, query), ok, other);
    output.write("\n],\n\"" + EpycFormat.PENDING + "\": {");
    if (query.equals(Query.ALL)) {
      writePending(output, study, header, resultSet);
    }
    output.write("}\n}}}\n");
    output.flush();
    return all;
  }

  @SuppressWarnings("resource") // closed with the stream that it becomes
  private static Stream<Row> others(ResultSet resultSet, Query query) {
    return resultSet.rows(query).filter(row -> row.status() != Status.OK);
  }

  private static CharSequence head(ResultSet resultSet) {
    StringBuilder text = new StringBuilder("{");
    property(text, "creator", "Lab Actors").append(",\n");
    property(text, EpycFormat.VERSION, EpycFormat.THE_VERSION).append(",\n");
    property(text, EpycFormat.DESCRIPTION, resultSet.description()).append(",\n");
    property(text, "current", resultSet.tag()).append(",\n");
    property(text, EpycFormat.LOCKED, false).append(",\n");
    JsonText.name(text, EpycFormat.RESULT_SETS);
    text.append(" {");
    JsonText.name(text, resultSet.tag());
    text.append(" {\n");
    property(text, EpycFormat.DESCRIPTION, resultSet.description()).append(",\n");
    property(text, EpycFormat.LOCKED, resultSet.isFinished()).append(",\n");
    resultSet
        .attributes()
        .forEach((name, value) -> property(text, EpycFormat.attribute(name), value).append(",\n"));
    property(text, OUR_STUDY, resultSet.study()).append(",\n");
    List<String> derived =
        resultSet.columns().stream()
            .filter(column -> column.kind() == Kind.DERIVED)
            .map(ColumnInfo::name)
            .toList();
    if (!derived.isEmpty()) {
      property(text, OUR_DERIVED, derived).append(",\n");
    }
    JsonText.name(text, EpycFormat.RESULTS);
    return text.append(" [");
  }

  private static StringBuilder property(StringBuilder text, String name, Object value) {
    JsonText.name(text, name);
    JsonText.append(text, value, NotFinite.WORD);
    return text;
  }

  private static void writePending(
      TextOutput output, EpycStudy study, TableHeader header, ResultSet resultSet)
      throws IOException {
    List<TableColumn> columns = header.columns(TableColumn.Group.PARAMETER);
    StringBuilder text = new StringBuilder();
    TrialRanges pending = resultSet.pending().copy();
    pending.addAll(resultSet.cancelled());
    String separator = "\n";
    for (TrialRange range : pending.ranges()) {
      for (long trial = range.first(); trial < range.end(); trial++) {
        Point point = study.point(trial);
        if (point != null) {
          text.setLength(0);
          text.append(separator);
          JsonText.name(text, "trial-" + trial);
          JsonText.append(text, parameters(columns, point), NotFinite.WORD);
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
