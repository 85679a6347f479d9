package org.labactors.internal.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.ColumnScan;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;
import org.labactors.notebook.ScannedRow;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * Reads columns by the interface below the driver's JDBC, where a number is one call of SQLite and
 * not several, and no object. Of millions of rows that takes a third of the time.
 *
 * <p>SQLite makes a number of whatever is in a cell; so a column of numbers is asked for a second
 * time, with NULL in place of all else. Any number is less than any text.
 */
final class SqliteScan implements ScannedRow {

  private final DB sqlite;
  private final long statement;
  private final Cells.Type[] types;

  /** Where the numbers of a column are among the columns of the statement; −1 if nowhere. */
  private final int[] numbers;

  private final RecentTexts texts = new RecentTexts();

  private SqliteScan(DB sqlite, long statement, Cells.Type[] types, int[] numbers) {
    this.sqlite = sqlite;
    this.statement = statement;
    this.types = types;
    this.numbers = numbers;
  }

  /** Shows the rows to a visitor, one by one. */
  static void run(Connection connection, ColumnScan scan, Consumer<ScannedRow> visitor)
      throws SQLException {
    List<String> asked = new ArrayList<>(scan.names());
    Cells.Type[] types = scan.types();
    int[] numbers = new int[types.length];
    for (int i = 0; i < numbers.length; i++) {
      boolean ofNumbers = types[i] == Cells.Type.NUMBER;
      numbers[i] = ofNumbers ? asked.size() : -1;
      if (ofNumbers) {
        asked.add("CASE WHEN %1$s < '' THEN %1$s END".formatted(asked.get(i)));
      }
    }
    try (PreparedStatement select = connection.prepareStatement(scan.sql(asked))) {
      SafeStmtPtr pointer = ((CoreStatement) select).pointer;
      int unused =
          pointer.safeRunInt(
              (sqlite, statement) ->
                  visit(
                      sqlite,
                      statement,
                      new SqliteScan(sqlite, statement, types, numbers),
                      visitor));
    } catch (ColumnScan.Broken broken) {
      throw broken.why;
    }
  }

  private static int visit(DB sqlite, long statement, ScannedRow row, Consumer<ScannedRow> visitor)
      throws SQLException {
    int code = sqlite.step(statement);
    while (code == Codes.SQLITE_ROW) {
      visitor.accept(row);
      code = sqlite.step(statement);
    }
    if (code != Codes.SQLITE_DONE) {
      sqlite.throwex(code);
    }
    return code;
  }

  @Override
  public double number(int column) {
    int index = numbers[column];
    if (index < 0) {
      return ScannedRow.number(value(column));
    }
    try {
      double number = sqlite.column_double(statement, index);
      boolean missing = number == 0 && sqlite.column_type(statement, index) == Codes.SQLITE_NULL;
      return missing ? Double.NaN : number;
    } catch (SQLException failure) {
      throw new ColumnScan.Broken(failure);
    }
  }

  @Override
  public @Nullable Object value(int column) {
    try {
      return switch (sqlite.column_type(statement, column)) {
        case Codes.SQLITE_INTEGER -> {
          long whole = sqlite.column_long(statement, column);
          yield types[column] == Cells.Type.BOOLEAN ? (Object) (whole != 0) : (Object) whole;
        }
        case Codes.SQLITE_FLOAT -> sqlite.column_double(statement, column);
        case Codes.SQLITE_TEXT -> {
          String text = texts.of(sqlite.column_blob(statement, column));
          yield types[column] == Cells.Type.JSON
              ? ValueJson.read(text, JsonDialect.NOTEBOOK)
              : text;
        }
        default -> null;
      };
    } catch (SQLException failure) {
      throw new ColumnScan.Broken(failure);
    }
  }
}
