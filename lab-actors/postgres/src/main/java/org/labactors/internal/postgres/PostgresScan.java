package org.labactors.internal.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ColumnScan;
import org.labactors.notebook.ScannedRow;

/** Reads columns of PostgreSQL; numbers do not become objects on their way. */
final class PostgresScan implements ScannedRow {

  private final Cells cells;
  private final Cells.Type[] types;
  private final ResultSet row;

  private PostgresScan(Cells cells, Cells.Type[] types, ResultSet row) {
    this.cells = cells;
    this.types = types;
    this.row = row;
  }

  /**
   * Shows the rows to a visitor, one by one.
   *
   * @param rowsAtOnce how many rows are in memory
   */
  static void run(
      Cells cells,
      Connection connection,
      ColumnScan scan,
      int rowsAtOnce,
      Consumer<ScannedRow> visitor)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(scan.sql(scan.names()))) {
      select.setFetchSize(rowsAtOnce);
      try (ResultSet row = select.executeQuery()) {
        ScannedRow standing = new PostgresScan(cells, scan.types(), row);
        while (row.next()) {
          visitor.accept(standing);
        }
      }
    } catch (ColumnScan.Broken broken) {
      throw broken.why;
    }
  }

  @Override
  public double number(int column) {
    return switch (types[column]) {
      case WHOLE, REAL, NUMBER -> real(column);
      default -> ScannedRow.number(value(column));
    };
  }

  private double real(int column) {
    try {
      double number = row.getDouble(column + 1);
      return number == 0 && row.wasNull() ? Double.NaN : number;
    } catch (SQLException failure) {
      throw new ColumnScan.Broken(failure);
    }
  }

  @Override
  public @Nullable Object value(int column) {
    try {
      return cells.read(row, column + 1, types[column]);
    } catch (SQLException failure) {
      throw new ColumnScan.Broken(failure);
    }
  }
}
