package org.labactors.plot;

import org.labactors.notebook.ResultSet.ColumnInfo;
import org.labactors.notebook.ResultSet.Kind;

/**
 * Something that a result set has values of.
 *
 * @param column its column
 * @param content what its values are
 * @param values how many different values it takes at least
 */
record Variable(ColumnInfo column, Content content, long values) {

  /** What values are. */
  enum Content {
    /** Numbers, or booleans, which count as 0 and 1. */
    NUMBERS,
    TEXT,
    /** Lists and maps, or a mixture. */
    OTHER,
    /** There was no value so far. */
    NONE
  }

  String name() {
    return column.name();
  }

  boolean isNumber() {
    return content == Content.NUMBERS;
  }

  boolean isResult() {
    return column.kind() == Kind.RESULT;
  }

  /** Whether it is a parameter that was given, not derived, and takes several values. */
  boolean isVaried() {
    return column.kind() == Kind.PARAMETER && values > 1;
  }
}
