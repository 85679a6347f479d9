package org.labactors.internal.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.UnicodeText;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.ResultSet.Kind;

/** The table of the columns of result sets. */
public final class ColumnsTable {

  private ColumnsTable() {}

  public static Layout read(Connection connection, Database database, String tag)
      throws SQLException {
    List<StoredColumn> columns = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT number, kind, name, exact_name, "column", type FROM _columns WHERE tag = ?
              ORDER BY number""")) {
      select.setString(1, tag);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          String exactName = row.getString(4);
          columns.add(
              new StoredColumn(
                  row.getInt(1),
                  Kind.ofWord(row.getString(2)),
                  exactName == null
                      ? row.getString(3)
                      : String.valueOf(ValueJson.read(exactName, JsonDialect.NOTEBOOK)),
                  row.getString(5),
                  Cells.Type.valueOf(row.getString(6).toUpperCase(Locale.ROOT))));
        }
      }
    }
    return new Layout(database.tables().names(), columns);
  }

  public static void put(Connection connection, String tag, StoredColumn column)
      throws SQLException {
    boolean storable = UnicodeText.isUnicode(column.name()) && column.name().indexOf('\0') < 0;
    Sql.update(
        connection,
        """
        INSERT INTO _columns VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (tag, number) DO UPDATE SET type = excluded.type""",
        tag,
        column.number(),
        column.kind().word(),
        storable ? column.name() : column.column(),
        storable ? null : ValueJson.write(column.name(), JsonDialect.NOTEBOOK),
        column.column(),
        column.type().name().toLowerCase(Locale.ROOT));
  }
}
