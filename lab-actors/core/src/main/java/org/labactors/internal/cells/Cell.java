package org.labactors.internal.cells;

import org.jspecify.annotations.Nullable;

/**
 * A cell of a table in CSV.
 *
 * <ul>
 *   <li>In quotes it is a string, whatever it looks like.
 *   <li>Without quotes it is missing if it is empty or {@code NA}.
 *   <li>Everything else without quotes is as {@link TypedText} says.
 * </ul>
 *
 * @param text without the quotes, or without spaces around it
 * @param quoted whether it was in quotes
 */
public record Cell(String text, boolean quoted) {

  private static final String MISSING = "NA";

  /** Whether it stands for no value. */
  public boolean isMissing() {
    return !quoted && (text.isEmpty() || text.equals(MISSING));
  }

  /**
   * The value it stands for, canonical; null if it is missing.
   *
   * @throws IllegalArgumentException if it looks like a number and is none; the text says what to
   *     write instead
   */
  public @Nullable Object value() {
    if (quoted) {
      return text;
    }
    return isMissing() ? null : TypedText.valueOf(text);
  }

  /**
   * A text that is one cell by itself, such as the value of {@code name=value}; quotes that are not
   * those of a cell belong to the text.
   */
  public static Cell of(String text) {
    String stripped = text.strip();
    if (stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"")) {
      String inside = stripped.substring(1, stripped.length() - 1);
      if (!inside.replace("\"\"", "").contains("\"")) {
        return new Cell(inside.replace("\"\"", "\""), true);
      }
    }
    return new Cell(stripped, false);
  }
}
