package org.labactors.internal.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.recording.Column;

/**
 * How values lie in cells. What a cell alone does not tell, the type of its column does; a value
 * that would not read back as it was is noted beside, in {@code _exact}.
 */
public interface Cells {

  /** What the cells of a column mean, decided by its values as they come. */
  enum Type {
    /** There was no value yet. */
    UNKNOWN,
    /** Whole numbers and others. */
    NUMBER,
    /** Whole numbers only. */
    WHOLE,
    /** Floating-point numbers only. */
    REAL,
    TEXT,
    BOOLEAN,
    /** Arrays, lists and maps, as JSON. */
    JSON
  }

  /** The type that a column should have for these values too, given the one it has. */
  Type typeFor(Type type, Column values);

  /** What goes into a cell of a column. */
  @Nullable Object stored(Object value, Type type);

  /** Whether {@link #read} gives back the value from what is {@link #stored} for it. */
  boolean readsBack(Object value, Type type);

  /** As {@link #readsBack(Object, Type)}, of a value in a batch; a missing one does. */
  boolean readsBack(Column values, int index, Type type);

  /** The value of a cell, unless it is noted in {@code _exact}. */
  @Nullable Object read(ResultSet row, int index, Type type) throws SQLException;

  /** Whether a text can be stored as it is. */
  boolean isStorable(String text);

  /**
   * Finds rows whose parameter may have a value: a condition with one variable, and the value of
   * the variable; null if rows cannot be told apart that way.
   */
  @Nullable Sieve sieve(StoredColumn column, Object wanted);

  /** A condition in SQL, and the value of its variable. */
  record Sieve(String condition, Object value) {}

  /** The first value that is not missing. */
  static @Nullable Object firstOf(Column values) {
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
