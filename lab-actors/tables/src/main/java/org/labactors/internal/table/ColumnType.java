package org.labactors.internal.table;

/** What the values of a column have in common, where it must have one type. */
public enum ColumnType {
  LONG,
  /** Floating-point numbers, and whole ones that are exact as such. */
  DOUBLE,
  BOOLEAN,
  STRING,
  /** Anything, as JSON text. */
  JSON;

  /** Whether a column of this type can hold a value as it is. */
  public boolean fits(Object value) {
    return switch (this) {
      case LONG -> value instanceof Long;
      case DOUBLE -> value instanceof Double || (value instanceof Long whole && isExact(whole));
      case BOOLEAN -> value instanceof Boolean;
      case STRING -> value instanceof String;
      case JSON -> true;
    };
  }

  private static boolean isExact(long whole) {
    // 2^63 - 1 becomes 2^63 as a double, and comes back as 2^63 - 1.
    return whole != Long.MAX_VALUE && (long) (double) whole == whole;
  }

  /** Finds the type of a column from its values. */
  public static final class Finder {

    private boolean longs;
    private boolean inexactLongs;
    private boolean doubles;
    private boolean booleans;
    private boolean strings;
    private boolean structured;

    public void add(Object value) {
      if (value instanceof Double) {
        doubles = true;
      } else if (value instanceof Long whole) {
        longs = true;
        inexactLongs |= !isExact(whole);
      } else if (value instanceof Boolean) {
        booleans = true;
      } else if (value instanceof String) {
        strings = true;
      } else {
        structured = true;
      }
    }

    /** The narrowest type that holds all values; a column without values is one of numbers. */
    public ColumnType type() {
      boolean numbers = longs || doubles;
      if (structured || count(numbers, booleans, strings) > 1) {
        return JSON;
      }
      if (booleans) {
        return BOOLEAN;
      }
      if (strings) {
        return STRING;
      }
      if (longs && !doubles) {
        return LONG;
      }
      return inexactLongs ? JSON : DOUBLE;
    }

    private static int count(boolean... kinds) {
      int count = 0;
      for (boolean kind : kinds) {
        count += kind ? 1 : 0;
      }
      return count;
    }
  }
}
