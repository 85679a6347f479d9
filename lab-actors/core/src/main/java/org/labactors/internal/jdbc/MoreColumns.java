package org.labactors.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.labactors.internal.database.Database;
import org.labactors.internal.database.Layout;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredResultSet;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;

/** The names for which a table has no column left; their values are in {@code _more}. */
final class MoreColumns {

  private MoreColumns() {}

  /**
   * All columns of a result set: those of its table, and then further names, in the order of the
   * trials that have them first. Only where the table is full its rows are read for this.
   */
  static List<ColumnInfo> all(
      Connection connection, Database database, StoredResultSet resultSet, Layout layout)
      throws SQLException {
    Set<ColumnInfo> all = new LinkedHashSet<>();
    layout.columns().forEach(column -> all.add(column.info()));
    if (layout.isFull()) {
      addMore(connection, database, resultSet, all);
    }
    return List.copyOf(all);
  }

  private static void addMore(
      Connection connection, Database database, StoredResultSet resultSet, Set<ColumnInfo> all)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT _more FROM %s WHERE _more IS NOT NULL ORDER BY _trial%s"
                .formatted(Sql.quoted(resultSet.tag()), resultSet.severalRows() ? ", _row" : ""))) {
      select.setFetchSize(database.rowsAtOnce(connection, resultSet));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          all.addAll(named(row.getString(1)));
        }
      }
    }
  }

  private static List<ColumnInfo> named(String more) {
    List<ColumnInfo> named = new ArrayList<>();
    if (ValueJson.read(more, JsonDialect.NOTEBOOK) instanceof Map<?, ?> kinds) {
      for (Kind kind : Kind.values()) {
        if (kinds.get(kind.word()) instanceof Map<?, ?> values) {
          values.keySet().stream()
              .map(String::valueOf)
              .forEach(name -> named.add(new ColumnInfo(kind, name, name)));
        }
      }
    }
    return named;
  }
}
