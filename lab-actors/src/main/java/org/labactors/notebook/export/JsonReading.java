package org.labactors.notebook.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads canonical values from JSON as Python writes it, with bare words for NaN and infinities. */
final class JsonReading {

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What becomes of a whole number of more than 64 bits. */
  interface LargeNumbers {
    /**
     * The value in its place.
     *
     * @throws IOException if it is refused
     */
    Object of(String digits) throws IOException;
  }

  private JsonReading() {}

  /**
   * The value of a text.
   *
   * @throws IOException if it is no JSON
   */
  static @Nullable Object of(String text) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      return value(json);
    }
  }

  /**
   * The value at which a parser is; it is at its last token then.
   *
   * @throws IOException if it is no JSON, or a whole number of more than 64 bits
   */
  static @Nullable Object value(JsonParser json) throws IOException {
    return value(
        json,
        digits -> {
          throw new IOException(
              digits + " is a whole number of more than 64 bits; write it as a float or a string");
        });
  }

  /** As {@link #value(JsonParser)}, with something else in place of large numbers. */
  static @Nullable Object value(JsonParser json, LargeNumbers large) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new IOException("the text ends too early");
    }
    return switch (token) {
      case START_ARRAY -> list(json, large);
      case START_OBJECT -> map(json, large);
      case VALUE_NUMBER_INT -> whole(json, large);
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Object whole(JsonParser json, LargeNumbers large) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? large.of(json.getText())
        : (Object) json.getLongValue();
  }

  private static List<@Nullable Object> list(JsonParser json, LargeNumbers large)
      throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json, large));
    }
    return Collections.unmodifiableList(list);
  }

  private static Map<String, @Nullable Object> map(JsonParser json, LargeNumbers large)
      throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      map.put(name, value(json, large));
    }
    return Collections.unmodifiableMap(map);
  }
}
