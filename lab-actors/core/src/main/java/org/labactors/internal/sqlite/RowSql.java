package org.labactors.internal.sqlite;

import java.util.Collections;
import java.util.List;
import org.labactors.internal.database.ResultTable;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredColumn;

/**
 * The statements that insert rows. Their variables are, in this order: {@value #COMMON} that rows
 * of a block have in common (the first trial, its status, engine, attempt and code), and for each
 * row {@value #OWN_OF_EACH} of the lab's own columns and one for each of the user's.
 *
 * @param columns the user's columns that get values
 */
record RowSql(ResultTable table, List<StoredColumn> columns) {

  static final int COMMON = 5;
  static final int OWN_OF_EACH = 8;

  private static final String COLUMNS =
      "_trial, _status, _engine, _attempt, _code, _point, _replicate, _start_time, _end_time,"
          + " _elapsed_time, _setup_time, _experiment_time, _teardown_time";

  /** Inserts plain rows of consecutive trials. */
  String ofBlock(int rows) {
    StringBuilder sql = new StringBuilder(begin()).append(") VALUES ");
    int variable = COMMON;
    for (int row = 0; row < rows; row++) {
      sql.append(row == 0 ? "(?1 + " : ", (?1 + ").append(row).append(", ?2, ?3, ?4, ?5");
      for (int i = 0; i < OWN_OF_EACH + columns.size(); i++) {
        sql.append(", ?").append(++variable);
      }
      sql.append(')');
    }
    return sql.toString();
  }

  /** Inserts any one row: exception, traceback, more, exact, and row if there is that column. */
  String ofSingle() {
    List<String> extra = List.of("_exception", "_traceback", "_more", "_exact", "_row");
    extra = table.hasSeveralRows() ? extra : extra.subList(0, 4);
    int variables = COMMON + OWN_OF_EACH + columns.size() + extra.size();
    return begin()
        + ", "
        + String.join(", ", extra)
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(variables, "?"))
        + ")";
  }

  private String begin() {
    StringBuilder sql = new StringBuilder("INSERT INTO ");
    sql.append(table.quotedName()).append(" (").append(COLUMNS);
    for (StoredColumn column : columns) {
      sql.append(", ").append(Sql.quoted(column.column()));
    }
    return sql.toString();
  }
}
