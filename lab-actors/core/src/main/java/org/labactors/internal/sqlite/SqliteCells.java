package org.labactors.internal.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.recording.Column;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.UnicodeText;
import org.labactors.internal.value.ValueJson;

/**
 * Cells of SQLite: they have no declared type, so a cell takes whole numbers, floating-point
 * numbers and text as they are. Booleans are 0 and 1, and NaN is NULL.
 */
final class SqliteCells implements Cells {

  @Override
  public Type typeFor(Type type, Column values) {
    if (type != Type.UNKNOWN) {
      return type;
    }
    Object first = Cells.firstOf(values);
    if (first == null) {
      return Type.UNKNOWN;
    }
    if (first instanceof Boolean) {
      return Type.BOOLEAN;
    }
    if (first instanceof String) {
      return Type.TEXT;
    }
    return CanonicalValue.isStructured(first) ? Type.JSON : Type.NUMBER;
  }

  @Override
  public @Nullable Object stored(Object value, Type type) {
    return stored(value);
  }

  private static @Nullable Object stored(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1L : 0L;
    }
    if (value instanceof Double real && real.isNaN()) {
      return null;
    }
    return CanonicalValue.isStructured(value)
        ? ValueJson.write(value, JsonDialect.NOTEBOOK)
        : value;
  }

  @Override
  public boolean readsBack(Object value, Type type) {
    if (value instanceof Double real) {
      return !real.isNaN();
    }
    if (value instanceof Long) {
      return type != Type.BOOLEAN;
    }
    if (value instanceof String text) {
      return type != Type.JSON && UnicodeText.isUnicode(text);
    }
    return value instanceof Boolean ? type == Type.BOOLEAN : type == Type.JSON;
  }

  @Override
  public boolean readsBack(Column values, int index, Type type) {
    if (values instanceof Column.Doubles doubles) {
      return !Double.isNaN(doubles.values()[index]) || doubles.isMissing(index);
    }
    Object value = values.get(index);
    return value == null || readsBack(value, type);
  }

  @Override
  public @Nullable Object read(ResultSet row, int index, Type type) throws SQLException {
    Object cell = row.getObject(index);
    if (cell instanceof Integer whole) {
      return type == Type.BOOLEAN ? (Object) (whole != 0) : (Object) whole.longValue();
    }
    return cell instanceof String text && type == Type.JSON
        ? ValueJson.read(text, JsonDialect.NOTEBOOK)
        : cell;
  }

  @Override
  public boolean isStorable(String text) {
    return UnicodeText.isUnicode(text);
  }

  @Override
  public @Nullable Sieve sieve(StoredColumn column, Object wanted) {
    Object stored = CanonicalValue.isStructured(wanted) ? null : stored(wanted);
    return stored == null ? null : new Sieve(Sql.quoted(column.column()) + " = ?", stored);
  }
}
