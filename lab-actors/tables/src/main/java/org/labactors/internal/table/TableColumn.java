package org.labactors.internal.table;

import org.jspecify.annotations.Nullable;
import org.labactors.notebook.Row;

/**
 * A column of an exported table.
 *
 * @param group what it holds
 * @param name the name the user gave it
 * @param header its name in the table, which no other column has, not even in other case
 * @param type the type of its values, null if it is still to be found from them
 * @param source where its values are in a row
 */
public record TableColumn(
    Group group, String name, String header, @Nullable ColumnType type, Source source) {

  /** What a column holds. */
  public enum Group {
    /** What the lab adds. */
    OWN,
    PARAMETER,
    RESULT,
    METADATA
  }

  /** Where the values of a column are. */
  interface Source {
    /** The canonical value, null where it is missing. */
    @Nullable Object of(Row row);
  }

  public @Nullable Object of(Row row) {
    return source.of(row);
  }
}
