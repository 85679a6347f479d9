package org.labactors.notebook.export;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes canonical values as JSON. Whole numbers have no decimal point and others have one, so both
 * read back as they were. Of a surrogate pair whose other half is missing, a string has the escape;
 * names, where readers refuse that, have U+FFFD.
 */
final class JsonText {

  /** What stands for a number that JSON has not. */
  enum NotFinite {
    /** The strings {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}: proper JSON. */
    STRING,
    /** The bare words, as Python and notebooks have them. */
    WORD
  }

  private JsonText() {}

  /** A value as text. */
  static String of(@Nullable Object value, NotFinite notFinite) {
    StringBuilder text = new StringBuilder();
    append(text, value, notFinite);
    return text.toString();
  }

  static void append(StringBuilder out, @Nullable Object value, NotFinite notFinite) {
    if (value instanceof String text) {
      quote(out, text);
    } else if (value instanceof Double real
        && notFinite == NotFinite.STRING
        && !Double.isFinite(real)) {
      out.append('"').append(real.doubleValue()).append('"');
    } else if (value instanceof List<?> list) {
      out.append('[');
      String separator = "";
      for (Object element : list) {
        out.append(separator);
        append(out, element, notFinite);
        separator = ",";
      }
      out.append(']');
    } else if (value instanceof Map<?, ?> map) {
      out.append('{');
      String separator = "";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        name(out, (String) entry.getKey());
        append(out, entry.getValue(), notFinite);
        separator = ",";
      }
      out.append('}');
    } else {
      plain(out, value);
    }
  }

  /**
   * A boolean, a number or null. Floating-point numbers are the shortest decimals that read back
   * exactly, whichever Java there is; that of Java 17 does not always find them, and takes long.
   */
  static void plain(StringBuilder out, @Nullable Object value) {
    if (value instanceof Double real) {
      out.append(NumberOutput.toString(real, true));
    } else {
      out.append(value);
    }
  }

  /** A name and the colon behind it. */
  static void name(StringBuilder out, String name) {
    quote(out, UnicodeText.of(name));
    out.append(':');
  }

  static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || UnicodeText.isLone(text, i)) {
            out.append("\\u").append("%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
