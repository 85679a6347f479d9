package org.labactors.internal.value;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;
import org.labactors.experiment.ValueVisitor;
import org.labactors.internal.value.JsonDialect.Halves;
import org.labactors.internal.value.JsonDialect.Maps;
import org.labactors.internal.value.JsonDialect.Style;

/** Appends canonical values to a text, as JSON of a dialect. */
final class JsonWriter implements ValueVisitor<StringBuilder> {

  private static final String UPPER = "0123456789ABCDEF";
  private static final String LOWER = "0123456789abcdef";

  private final StringBuilder out;
  private final JsonDialect dialect;
  private final boolean asJackson;
  private final boolean ascii;

  /**
   * A writer.
   *
   * @param ascii whether every character beyond ASCII is written as its escape, also if the dialect
   *     does not always have it so
   */
  JsonWriter(StringBuilder out, JsonDialect dialect, boolean ascii) {
    this.out = out;
    this.dialect = dialect;
    this.asJackson = dialect.style() == Style.JACKSON;
    this.ascii = ascii || dialect.halves() == Halves.ASCII;
  }

  @Override
  public StringBuilder missing() {
    return out.append("null");
  }

  @Override
  public StringBuilder truth(boolean value) {
    return out.append(value);
  }

  @Override
  public StringBuilder whole(long value) {
    return out.append(value);
  }

  @Override
  public StringBuilder real(double value) {
    if (!Double.isFinite(value)) {
      return switch (dialect.notFinite()) {
        case WORD -> out.append(value);
        case STRING -> out.append('"').append(value).append('"');
        case NULL -> missing();
      };
    }
    // Double.toString of Java 17 does not always find the shortest decimals.
    return out.append(NumberOutput.toString(value, !asJackson));
  }

  @Override
  public StringBuilder text(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      character(value, i);
    }
    return out.append('"');
  }

  private void character(String text, int index) {
    char c = text.charAt(index);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (asJackson && c == '\b') {
          out.append("\\b");
        } else if (asJackson && c == '\f') {
          out.append("\\f");
        } else if (c < ' ' || isEscaped(text, index)) {
          escape(c);
        } else {
          out.append(c);
        }
      }
    }
  }

  private boolean isEscaped(String text, int index) {
    return ascii
        ? text.charAt(index) > 127
        : dialect.halves() == Halves.ESCAPED && UnicodeText.isLone(text, index);
  }

  private void escape(char c) {
    String digits = asJackson ? UPPER : LOWER;
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(digits.charAt(c >> shift & 0xF));
    }
  }

  /** A name and the colon behind it. */
  void name(String name) {
    text(switch (dialect.names()) {
          case PLAIN -> name;
          case MARKED -> JsonNames.written(name);
          case REPLACED -> UnicodeText.of(name);
        })
        .append(':');
  }

  @Override
  public StringBuilder list(List<? extends @Nullable Object> values) {
    out.append('[');
    String separator = "";
    for (Object value : values) {
      out.append(separator);
      StringBuilder unused = CanonicalValue.visit(value, this);
      separator = ",";
    }
    return out.append(']');
  }

  @Override
  public StringBuilder map(Map<String, ? extends @Nullable Object> values) {
    return dialect.maps() == Maps.PAIRS ? pairs(values) : object(values);
  }

  private StringBuilder object(Map<String, ? extends @Nullable Object> values) {
    out.append('{');
    String separator = "";
    for (Map.Entry<String, ? extends @Nullable Object> entry : values.entrySet()) {
      out.append(separator);
      name(entry.getKey());
      StringBuilder unused = CanonicalValue.visit(entry.getValue(), this);
      separator = ",";
    }
    return out.append('}');
  }

  private StringBuilder pairs(Map<String, ? extends @Nullable Object> values) {
    out.append('{');
    name(PairedMaps.MAP);
    out.append('[');
    String separator = "";
    for (Map.Entry<String, ? extends @Nullable Object> entry : values.entrySet()) {
      out.append(separator).append('[');
      text(entry.getKey()).append(',');
      StringBuilder unused = CanonicalValue.visit(entry.getValue(), this);
      out.append(']');
      separator = ",";
    }
    return out.append("]}");
  }
}
