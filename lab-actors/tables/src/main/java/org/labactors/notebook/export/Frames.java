package org.labactors.notebook.export;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dflib.DataFrame;
import org.dflib.Series;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.Column;
import org.labactors.internal.recording.ColumnBuilder;
import org.labactors.internal.table.ColumnType;
import org.labactors.internal.table.TableColumn;
import org.labactors.internal.table.TableHeader;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;

/**
 * Result sets as data frames of DFLib, wholly in memory.
 *
 * <pre>{@code
 * DataFrame frame = Frames.of(run.results(), Query.SUCCESSFUL.where("x", 0.5));
 * frame.group("y").agg($double("z").avg());
 * }</pre>
 */
public final class Frames {

  private Frames() {}

  /**
   * The rows that a query asks for, in the order of trials. The columns are the lab's own ones,
   * then the parameters, results and metadata in the order in which they appeared.
   *
   * <p>A column of whole numbers is a {@code LongSeries}, one of floating-point numbers, or of both
   * where that is exact, a {@code DoubleSeries}, one of booleans a {@code BooleanSeries}. With
   * missing values it is a series of {@code Long}, {@code Double} or {@code Boolean}, with null for
   * these; NaN stays NaN. Everything else is a series of canonical values as they are, strings as a
   * rule.
   *
   * @throws org.labactors.notebook.NotebookException if the query asks for parameters that there
   *     are not
   */
  public static DataFrame of(ResultSet resultSet, Query query) {
    TableHeader header = TableHeader.of(resultSet);
    List<TableColumn> columns = header.columns();
    List<ColumnBuilder> builders =
        columns.stream().map(column -> new ColumnBuilder(column.header())).toList();
    List<ColumnType.Finder> finders =
        columns.stream().map(column -> new ColumnType.Finder()).toList();
    try (Stream<Row> rows = resultSet.rows(query)) {
      rows.forEach(
          row -> {
            header.check(row);
            for (int i = 0; i < columns.size(); i++) {
              Object value = columns.get(i).of(row);
              builders.get(i).add(value);
              if (value != null) {
                finders.get(i).add(value);
              }
            }
          });
    }
    List<Series<?>> series = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      series.add(series(builders.get(i).build(), finders.get(i).type()));
    }
    return DataFrame.byColumn(columns.stream().map(TableColumn::header).toArray(String[]::new))
        .of(series.toArray(Series<?>[]::new));
  }

  private static Series<?> series(Column column, ColumnType type) {
    if (column instanceof Column.Longs longs && longs.missing() == null) {
      return Series.ofLong(longs.values());
    }
    if (column instanceof Column.Doubles doubles && doubles.missing() == null) {
      return Series.ofDouble(doubles.values());
    }
    @Nullable Object[] values = new @Nullable Object[column.size()];
    boolean anyMissing = false;
    for (int i = 0; i < values.length; i++) {
      Object value = column.get(i);
      values[i] =
          type == ColumnType.DOUBLE && value instanceof Long whole
              ? (Object) whole.doubleValue()
              : value;
      anyMissing |= value == null;
    }
    if (!anyMissing && values.length > 0 && type == ColumnType.DOUBLE) {
      return Series.ofDouble(doubles(values));
    }
    if (!anyMissing && values.length > 0 && type == ColumnType.BOOLEAN) {
      return Series.ofBool(booleans(values));
    }
    return Series.of(values);
  }

  private static double[] doubles(@Nullable Object[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i] instanceof Double real ? real : Double.NaN;
    }
    return doubles;
  }

  private static boolean[] booleans(@Nullable Object[] values) {
    boolean[] booleans = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      booleans[i] = Boolean.TRUE.equals(values[i]);
    }
    return booleans;
  }
}
