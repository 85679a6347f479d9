package org.labactors.internal.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.database.Cells;
import org.labactors.internal.database.Sql;
import org.labactors.internal.database.StoredColumn;
import org.labactors.internal.recording.Column;
import org.labactors.internal.value.Finiteness;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.UnicodeText;
import org.labactors.internal.value.ValueJson;

/**
 * Cells of PostgreSQL: each column has a type. It takes NaN, infinities and −0.0 as they are, but
 * no text with a NUL in it, and no NaN in JSON. In a column of whole and other numbers, which are
 * all floating-point there, a whole number up to 2⁵³ is one that was whole.
 */
final class PostgresCells implements Cells {

  static final long MOST_WHOLE = 1L << 53;

  @Override
  public Type typeFor(Type type, Column values) {
    if (type == Type.UNKNOWN) {
      return firstType(values);
    }
    return type == Type.WHOLE && hasReal(values) ? Type.NUMBER : type;
  }

  private static Type firstType(Column values) {
    Object first = Cells.firstOf(values);
    if (first == null) {
      return Type.UNKNOWN;
    }
    if (first instanceof Long) {
      return hasReal(values) ? Type.NUMBER : Type.WHOLE;
    }
    if (first instanceof Double) {
      return Type.REAL;
    }
    if (first instanceof Boolean) {
      return Type.BOOLEAN;
    }
    return first instanceof String ? Type.TEXT : Type.JSON;
  }

  private static boolean hasReal(Column values) {
    if (!(values instanceof Column.Mixed mixed)) {
      return values instanceof Column.Doubles && Cells.firstOf(values) != null;
    }
    for (Object value : mixed.values()) {
      if (value instanceof Double) {
        return true;
      }
    }
    return false;
  }

  /** The name of a type in SQL. */
  static String sql(Type type) {
    return switch (type) {
      case WHOLE -> "bigint";
      case REAL, NUMBER -> "double precision";
      case BOOLEAN -> "boolean";
      case JSON -> "json";
      case TEXT, UNKNOWN -> "text";
    };
  }

  @Override
  public @Nullable Object stored(Object value, Type type) {
    return switch (type) {
      case WHOLE -> value instanceof Boolean truth ? (Object) (truth ? 1L : 0L) : asLong(value);
      case REAL, NUMBER ->
          value instanceof Boolean truth ? (Object) (truth ? 1.0 : 0.0) : asDouble(value);
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case JSON -> storable(ValueJson.write(value, JsonDialect.CELL));
      case TEXT, UNKNOWN ->
          storable(
              value instanceof String text
                  ? text
                  : CanonicalValue.isStructured(value)
                      ? ValueJson.write(value, JsonDialect.NOTEBOOK)
                      : value.toString());
    };
  }

  private static @Nullable Object asLong(Object value) {
    return value instanceof Long ? value : null;
  }

  private static @Nullable Object asDouble(Object value) {
    return value instanceof Number number ? number.doubleValue() : null;
  }

  @Override
  public boolean readsBack(Object value, Type type) {
    return switch (type) {
      case WHOLE -> value instanceof Long;
      case REAL -> value instanceof Double;
      case NUMBER -> value instanceof Long whole ? isPlain(whole) : isPlainReal(value);
      case BOOLEAN -> value instanceof Boolean;
      case JSON -> Finiteness.of(value);
      case TEXT -> value instanceof String text && isStorable(text);
      case UNKNOWN -> false;
    };
  }

  private static boolean isPlain(long whole) {
    return whole >= -MOST_WHOLE && whole <= MOST_WHOLE;
  }

  private static boolean isPlainReal(Object value) {
    return value instanceof Double real && !isWhole(real);
  }

  private static boolean isWhole(double real) {
    return real == Math.rint(real) && Math.abs(real) <= MOST_WHOLE;
  }

  @Override
  public boolean readsBack(Column values, int index, Type type) {
    if ((values instanceof Column.Doubles && type == Type.REAL)
        || (values instanceof Column.Longs && type == Type.WHOLE)) {
      return true;
    }
    Object value = values.get(index);
    return value == null || readsBack(value, type);
  }

  @Override
  public @Nullable Object read(ResultSet row, int index, Type type) throws SQLException {
    switch (type) {
      case WHOLE -> {
        long whole = row.getLong(index);
        return row.wasNull() ? null : (Object) whole;
      }
      case REAL, NUMBER -> {
        double real = row.getDouble(index);
        if (row.wasNull()) {
          return null;
        }
        return type == Type.NUMBER && isWhole(real) ? (Object) (long) real : (Object) real;
      }
      case BOOLEAN -> {
        boolean truth = row.getBoolean(index);
        return row.wasNull() ? null : (Object) truth;
      }
      default -> {
        String text = row.getString(index);
        return text == null || type != Type.JSON
            ? text
            : ValueJson.read(text, JsonDialect.NOTEBOOK);
      }
    }
  }

  @Override
  public boolean isStorable(String text) {
    return UnicodeText.isUnicode(text) && text.indexOf('\0') < 0;
  }

  /** The text as PostgreSQL takes it: what it cannot hold is replaced. */
  static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  @Override
  public @Nullable Sieve sieve(StoredColumn column, Object wanted) {
    String name = Sql.quoted(column.column());
    boolean fits =
        switch (column.type()) {
          case WHOLE, REAL, NUMBER -> wanted instanceof Number;
          case BOOLEAN -> wanted instanceof Boolean;
          case TEXT -> wanted instanceof String text && isStorable(text);
          case JSON, UNKNOWN -> false;
        };
    if (!fits) {
      return null;
    }
    // Where the cell is NULL the value may be noted beside it.
    return wanted instanceof Number number
        ? new Sieve("(%s = ?::float8 OR %s IS NULL)".formatted(name, name), number.doubleValue())
        : new Sieve("(%s = ? OR %s IS NULL)".formatted(name, name), wanted);
  }
}
