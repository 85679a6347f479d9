package org.labactors.internal.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.labactors.experiment.Status;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.ResultSet.ColumnInfo;

/** Some columns of a table, and nothing else, of the rows of successful trials in their order. */
public record ColumnScan(StoredResultSet resultSet, List<StoredColumn> columns) {

  /**
   * The scan of some columns.
   *
   * @throws NotebookException if there is no such column
   */
  public static ColumnScan of(StoredResultSet resultSet, Layout layout, List<ColumnInfo> wanted) {
    List<StoredColumn> columns = new ArrayList<>();
    for (ColumnInfo each : wanted) {
      StoredColumn column = layout.find(each.kind(), each.name());
      if (column == null) {
        throw NotebookException.refused(
            "the result set '" + resultSet.tag() + "' has no column '" + each.name() + "'");
      }
      columns.add(column);
    }
    return new ColumnScan(resultSet, List.copyOf(columns));
  }

  /** What the columns are called in SQL. */
  public List<String> names() {
    return columns.stream().map(column -> Sql.quoted(column.column())).toList();
  }

  /** What the cells of the columns mean. */
  public Cells.Type[] types() {
    return columns.stream().map(StoredColumn::type).toArray(Cells.Type[]::new);
  }

  /** The statement that selects from the rows; it has no variables. */
  public String sql(List<String> selected) {
    return selected.stream().collect(Collectors.joining(", ", "SELECT ", ""))
        + " FROM %s WHERE _status = '%s' ORDER BY _trial"
            .formatted(Sql.quoted(resultSet.tag()), Status.OK.label())
        + (resultSet.severalRows() ? ", _row" : "");
  }

  /** A failure on its way through a visitor, which knows nothing of SQL. */
  public static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    public final SQLException why;

    public Broken(SQLException why) {
      super(why);
      this.why = why;
    }
  }
}
