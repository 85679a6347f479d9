package org.labactors.notebook.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Status;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet.ColumnInfo;

/** Reads some columns of a table and nothing else. */
final class ColumnScan {

  private ColumnScan() {}

  /**
   * Hands over the cells of the successful rows.
   *
   * @param visitor is given the same array for each row
   * @throws NotebookException if there is no such column
   */
  static void run(
      Database database,
      Connection connection,
      StoredResultSet resultSet,
      Layout layout,
      List<ColumnInfo> wanted,
      Consumer<@Nullable Object[]> visitor)
      throws SQLException {
    List<StoredColumn> columns = new ArrayList<>();
    for (ColumnInfo each : wanted) {
      StoredColumn column = layout.find(each.kind(), each.name());
      if (column == null) {
        throw NotebookException.refused(
            "the result set '" + resultSet.tag() + "' has no column '" + each.name() + "'");
      }
      columns.add(column);
    }
    try (PreparedStatement select = connection.prepareStatement(sql(resultSet, columns))) {
      select.setFetchSize(database.rowsAtOnce(connection, resultSet));
      select.setString(1, Status.OK.label());
      try (ResultSet cells = select.executeQuery()) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        while (cells.next()) {
          for (int i = 0; i < values.length; i++) {
            values[i] = database.cells().read(cells, i + 1, columns.get(i).type());
          }
          visitor.accept(values);
        }
      }
    }
  }

  private static String sql(StoredResultSet resultSet, List<StoredColumn> columns) {
    return "SELECT "
        + columns.stream()
            .map(column -> Sql.quoted(column.column()))
            .collect(Collectors.joining(", "))
        + " FROM "
        + Sql.quoted(resultSet.tag())
        + " WHERE _status = ? ORDER BY _trial"
        + (resultSet.severalRows() ? ", _row" : "");
  }
}
