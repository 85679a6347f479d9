package org.labactors.notebook.jdbc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Canonical values as JSON text that reads back as exactly the same values: whole numbers without,
 * others with a decimal point or exponent, and the tokens {@code NaN}, {@code Infinity} and {@code
 * -Infinity}. Values may be nested to any depth; nothing here is recursive.
 */
final class ExactJson {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private ExactJson() {}

  /** The text of a value; halves of surrogate pairs are escaped, so that it is always Unicode. */
  static String write(@Nullable Object value) {
    String text = write(value, false);
    return isUnicode(text) ? text : write(value, true);
  }

  /** Whether a string can be stored as UTF-8: it has no half of a surrogate pair. */
  static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isHighSurrogate(text.charAt(i))
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static String write(@Nullable Object value, boolean escaped) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), escaped);
      Deque<Iterator<?>> open = new ArrayDeque<>();
      begin(json, value, open);
      while (!open.isEmpty()) {
        Iterator<?> rest = open.element();
        if (!rest.hasNext()) {
          open.remove();
          if (json.getOutputContext().inArray()) {
            json.writeEndArray();
          } else {
            json.writeEndObject();
          }
        } else {
          Object next = rest.next();
          if (next instanceof Map.Entry<?, ?> entry) {
            json.writeFieldName(JsonNames.written((String) entry.getKey()));
            next = entry.getValue();
          }
          begin(json, next, open);
        }
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void begin(JsonGenerator json, @Nullable Object value, Deque<Iterator<?>> open)
      throws IOException {
    if (value instanceof List<?> list) {
      json.writeStartArray();
      open.push(list.iterator());
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      open.push(map.entrySet().iterator());
    } else if (value instanceof Long whole) {
      json.writeNumber(whole);
    } else if (value instanceof Double real) {
      json.writeNumber(real);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value == null) {
      json.writeNull();
    } else {
      throw new IllegalArgumentException("no canonical value: " + value.getClass().getName());
    }
  }

  /**
   * The value of a text that {@link #write} made.
   *
   * @throws IllegalArgumentException if it is no JSON
   */
  static @Nullable Object read(String text) {
    try (JsonParser json = FACTORY.createParser(text)) {
      Deque<Object> open = new ArrayDeque<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
          Object whole = open.remove();
          if (open.isEmpty()) {
            return unmodifiable(whole);
          }
        } else if (token != JsonToken.FIELD_NAME) {
          Object value = valueAt(json, token);
          if (!open.isEmpty()) {
            put(open.element(), json.currentName(), unmodifiable(value));
          } else if (!token.isStructStart()) {
            return value;
          }
          if (token.isStructStart() && value != null) {
            open.push(value);
          }
        }
      }
      throw new IllegalArgumentException("no JSON: the text ends too early");
    } catch (IOException malformed) {
      throw new IllegalArgumentException("no JSON: " + malformed.getMessage(), malformed);
    }
  }

  private static @Nullable Object valueAt(JsonParser json, JsonToken token) throws IOException {
    return switch (token) {
      case START_ARRAY -> new ArrayList<@Nullable Object>();
      case START_OBJECT -> new LinkedHashMap<String, @Nullable Object>();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  @SuppressWarnings("unchecked") // valueAt makes no other containers
  private static void put(Object container, @Nullable String name, @Nullable Object value) {
    if (container instanceof List<?>) {
      ((List<@Nullable Object>) container).add(value);
    } else if (name != null) {
      ((Map<String, @Nullable Object>) container).put(JsonNames.read(name), value);
    }
  }

  private static @Nullable Object unmodifiable(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return Collections.unmodifiableList(list);
    }
    return value instanceof Map<?, ?> map ? Collections.unmodifiableMap(map) : value;
  }
}
