package org.labactors.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.CanonicalValue;

/**
 * Canonical values as JSON, such that each comes back as it was. JSON has no NaN and no infinities:
 * these are {@code {"double": "NaN"}}; a map is {@code {"map": {…}}}.
 */
final class ValueJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DOUBLE = "double";
  private static final String MAP = "map";

  private ValueJson() {}

  static JsonNode write(@Nullable Object value) {
    if (value instanceof Long whole) {
      return NODES.numberNode(whole);
    }
    if (value instanceof Double real) {
      return Double.isFinite(real)
          ? NODES.numberNode(real)
          : NODES.objectNode().put(DOUBLE, real.toString());
    }
    if (value instanceof Boolean truth) {
      return NODES.booleanNode(truth);
    }
    if (value instanceof String text) {
      return NODES.textNode(text);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = NODES.arrayNode(list.size());
      list.forEach(element -> array.add(write(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = NODES.objectNode();
      map.forEach((key, element) -> object.set((String) key, write(element)));
      return NODES.objectNode().set(MAP, object);
    }
    return NODES.nullNode();
  }

  /**
   * The value that JSON stands for.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  static @Nullable Object read(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    if (json.isIntegralNumber() && json.canConvertToLong()) {
      return json.longValue();
    }
    if (json.isFloatingPointNumber()) {
      return json.doubleValue();
    }
    if (json.isBoolean()) {
      return json.booleanValue();
    }
    if (json.isTextual()) {
      return json.textValue();
    }
    if (json.isArray()) {
      List<@Nullable Object> list = new ArrayList<>(json.size());
      json.forEach(element -> list.add(read(element)));
      return Collections.unmodifiableList(list);
    }
    if (json.size() == 1 && json.path(DOUBLE).isTextual()) {
      return Double.valueOf(json.path(DOUBLE).textValue());
    }
    if (json.size() == 1 && json.path(MAP).isObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      json.path(MAP).properties().forEach(e -> map.put(e.getKey(), read(e.getValue())));
      return Collections.unmodifiableMap(map);
    }
    throw new IllegalArgumentException(
        json + " stands for no value; allowed: " + CanonicalValue.ALLOWED);
  }
}
