package org.labactors.internal.cells;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables in CSV that {@link CsvReader} reads back exactly: a string that looks like
 * something else is in quotes, and nothing but strings is. Cells are separated by commas.
 */
public final class CsvText {

  private CsvText() {}

  /** Appends a header, without the end of its line. */
  public static void header(StringBuilder text, List<String> names) {
    String separator = "";
    for (String name : names) {
      text.append(separator);
      if (mustBeQuoted(name) || name.matches("(?s)#.*|.*[\\s;:|=].*")) {
        quoted(text, name);
      } else {
        text.append(name);
      }
      separator = ",";
    }
  }

  /**
   * Appends a row, without the end of its line.
   *
   * @param values booleans, {@code Long}s, {@code Double}s, strings, and null for what is missing
   */
  public static void row(StringBuilder text, List<? extends @Nullable Object> values) {
    if (values.size() == 1 && values.get(0) == null) {
      text.append("NA"); // an empty line would be no row
      return;
    }
    String separator = "";
    for (Object value : values) {
      text.append(separator);
      cell(text, value);
      separator = ",";
    }
  }

  /**
   * Appends a cell.
   *
   * @param value a boolean, a {@code Long}, a {@code Double}, a string, or null if it is missing
   */
  public static void cell(StringBuilder text, @Nullable Object value) {
    if (value instanceof String string) {
      if (mustBeQuoted(string)) {
        quoted(text, string);
      } else {
        text.append(string);
      }
    } else if (value instanceof Double real) {
      text.append(NumberOutput.toString(real, true));
    } else if (value != null) {
      text.append(value);
    }
  }

  /** Appends a string in quotes. */
  public static void quoted(StringBuilder text, String string) {
    text.append('"').append(string.replace("\"", "\"\"")).append('"');
  }

  private static boolean mustBeQuoted(String string) {
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      if (c == ',' || c == '"' || c < ' ') {
        return true;
      }
    }
    return string.isEmpty()
        || string.charAt(0) == ' '
        || string.charAt(0) == '\uFEFF'
        || string.charAt(string.length() - 1) == ' '
        || !isPlain(string);
  }

  /** Whether it looks like a string and nothing else. */
  private static boolean isPlain(String string) {
    try {
      return new Cell(string, false).value() instanceof String;
    } catch (IllegalArgumentException looksLikeANumber) {
      return false;
    }
  }
}
