package org.labactors.internal.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Row;

/** The columns that the lab adds, named as in a notebook's own tables. */
final class OwnColumns {

  static final List<TableColumn> ALL =
      List.of(
          column("_trial", ColumnType.LONG, Row::trial),
          column("_row", ColumnType.LONG, row -> (long) row.row()),
          column("_point", ColumnType.LONG, Row::point),
          column("_replicate", ColumnType.LONG, row -> (long) row.replicate()),
          column("_status", ColumnType.STRING, row -> row.status().label()),
          column("_start_time", ColumnType.DOUBLE, row -> known(row.timing().start())),
          column("_end_time", ColumnType.DOUBLE, row -> known(row.timing().end())),
          column("_elapsed_time", ColumnType.DOUBLE, row -> known(row.timing().elapsed())),
          column("_setup_time", ColumnType.DOUBLE, row -> known(row.timing().setUp())),
          column("_experiment_time", ColumnType.DOUBLE, row -> known(row.timing().experiment())),
          column("_teardown_time", ColumnType.DOUBLE, row -> known(row.timing().tearDown())),
          column("_engine", ColumnType.STRING, Row::engine),
          column("_attempt", ColumnType.LONG, row -> (long) row.attempt()),
          column(
              "_exception",
              ColumnType.STRING,
              row -> row.failure() == null ? null : row.failure().exception()),
          column(
              "_traceback",
              ColumnType.STRING,
              row -> row.failure() == null ? null : row.failure().traceback()));

  private OwnColumns() {}

  private static TableColumn column(String name, ColumnType type, TableColumn.Source source) {
    return new TableColumn(TableColumn.Group.OWN, name, name, type, source);
  }

  private static @Nullable Object known(double seconds) {
    return Double.isNaN(seconds) ? null : seconds;
  }
}
