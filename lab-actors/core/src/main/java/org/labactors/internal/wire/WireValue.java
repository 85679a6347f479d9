package org.labactors.internal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
 * Canonical values in CBOR, such that each comes back as it was. Values may be nested to any depth,
 * which Jackson's arrays may not: a list is an array of its size, {@code [n]}, followed by its n
 * elements; a map is {@code [n, true]}, followed by n keys and values in turn. Nothing here is
 * recursive. Text that is not well-formed, of which UTF-8 has no form, is its UTF-16 in bytes.
 *
 * <p>A reader is called with the parser at the value's first token and leaves it at its last.
 */
final class WireValue {

  /** A list or a map that is being read. */
  private static final class Open {
    final @Nullable List<@Nullable Object> list;
    final @Nullable Map<String, @Nullable Object> map;
    private int missing;

    Open(int size, boolean isMap) {
      this.list = isMap ? null : new ArrayList<>();
      this.map = isMap ? new LinkedHashMap<>() : null;
      this.missing = size;
    }

    boolean isFull() {
      return missing == 0;
    }

    void put(String key, @Nullable Object value) {
      missing--;
      if (map != null) {
        map.put(key, value);
      } else if (list != null) {
        list.add(value);
      }
    }

    Object value() {
      return map != null
          ? Collections.unmodifiableMap(map)
          : Collections.unmodifiableList(list == null ? List.of() : list);
    }
  }

  private WireValue() {}

  static void write(@Nullable Object value, JsonGenerator out) throws IOException {
    Deque<Iterator<?>> open = new ArrayDeque<>();
    open.push(Collections.singletonList(value).iterator());
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
        continue;
      }
      Object next = open.element().next();
      if (next instanceof Map.Entry<?, ?> entry) {
        writeText((String) entry.getKey(), out);
        next = entry.getValue();
      }
      if (next instanceof List<?> list) {
        out.writeArray(new int[] {list.size()}, 0, 1);
        open.push(list.iterator());
      } else if (next instanceof Map<?, ?> map) {
        out.writeStartArray();
        out.writeNumber(map.size());
        out.writeBoolean(true);
        out.writeEndArray();
        open.push(map.entrySet().iterator());
      } else {
        writeScalar(next, out);
      }
    }
  }

  private static void writeScalar(@Nullable Object value, JsonGenerator out) throws IOException {
    if (value == null) {
      out.writeNull();
    } else if (value instanceof Double real) {
      out.writeNumber(real.doubleValue());
    } else if (value instanceof Long whole) {
      out.writeNumber(whole.longValue());
    } else if (value instanceof String text) {
      writeText(text, out);
    } else if (value instanceof Boolean truth) {
      out.writeBoolean(truth);
    } else {
      throw new IllegalArgumentException("not a canonical value: " + value.getClass().getName());
    }
  }

  static @Nullable Object read(JsonParser in) throws IOException {
    Deque<Open> open = new ArrayDeque<>();
    Deque<String> keys = new ArrayDeque<>();
    while (true) {
      @Nullable Object value;
      if (in.currentToken() == JsonToken.START_ARRAY) {
        open.push(readHead(in));
        keys.push("");
        value = null;
      } else {
        value = readScalar(in);
        if (open.isEmpty()) {
          return value;
        }
        open.element().put(keys.element(), value);
      }
      while (open.element().isFull()) {
        value = open.pop().value();
        keys.pop();
        if (open.isEmpty()) {
          return value;
        }
        open.element().put(keys.element(), value);
      }
      in.nextToken();
      if (open.element().map != null) {
        keys.pop();
        keys.push(readText(in));
        in.nextToken();
      }
    }
  }

  private static Open readHead(JsonParser in) throws IOException {
    expect(in, in.nextToken(), JsonToken.VALUE_NUMBER_INT);
    int size = in.getIntValue();
    if (size < 0) {
      throw malformed(in, "a size, not " + size);
    }
    boolean isMap = in.nextToken() == JsonToken.VALUE_TRUE;
    if (isMap) {
      in.nextToken();
    }
    expect(in, in.currentToken(), JsonToken.END_ARRAY);
    return new Open(size, isMap);
  }

  private static @Nullable Object readScalar(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == null) {
      throw malformed(in, "a value");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_NUMBER_FLOAT -> in.getDoubleValue();
      case VALUE_NUMBER_INT -> in.getLongValue();
      case VALUE_STRING, VALUE_EMBEDDED_OBJECT -> readText(in);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw malformed(in, "a value");
    };
  }

  static void writeText(String text, JsonGenerator out) throws IOException {
    if (isWellFormed(text)) {
      out.writeString(text);
      return;
    }
    byte[] bytes = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) (text.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) text.charAt(i);
    }
    out.writeBinary(bytes);
  }

  static String readText(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    expect(in, in.currentToken(), JsonToken.VALUE_EMBEDDED_OBJECT);
    byte[] bytes = in.getBinaryValue();
    char[] text = new char[bytes.length / 2];
    for (int i = 0; i < text.length; i++) {
      text[i] = (char) (bytes[2 * i] << 8 | (bytes[2 * i + 1] & 0xff));
    }
    return new String(text);
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return true;
  }

  static void expect(JsonParser in, @Nullable JsonToken token, JsonToken expected)
      throws IOException {
    if (token != expected) {
      throw malformed(in, expected.toString());
    }
  }

  static JsonParseException malformed(JsonParser in, String expected) {
    return new JsonParseException(in, "expected " + expected + ", found " + in.currentToken());
  }
}
