package org.labactors.internal.value;

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
import org.labactors.experiment.ValueVisitor;

/**
 * Canonical values in the JSON of studies, where each comes back as it was. What JSON does not have
 * is an object of one field: NaN is {@code {"double": "NaN"}}, and so are infinities; a map is
 * {@code {"map": {…}}}, so that it is told from these.
 */
public final class ValueTree {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DOUBLE = "double";
  private static final String MAP = "map";

  private static final ValueVisitor<JsonNode> WRITER =
      new ValueVisitor<>() {
        @Override
        public JsonNode missing() {
          return NODES.nullNode();
        }

        @Override
        public JsonNode truth(boolean value) {
          return NODES.booleanNode(value);
        }

        @Override
        public JsonNode whole(long value) {
          return NODES.numberNode(value);
        }

        @Override
        public JsonNode real(double value) {
          return Double.isFinite(value)
              ? NODES.numberNode(value)
              : NODES.objectNode().put(DOUBLE, Double.toString(value));
        }

        @Override
        public JsonNode text(String value) {
          return NODES.textNode(value);
        }

        @Override
        public JsonNode list(List<? extends @Nullable Object> values) {
          ArrayNode array = NODES.arrayNode(values.size());
          values.forEach(each -> array.add(write(each)));
          return array;
        }

        @Override
        public JsonNode map(Map<String, ? extends @Nullable Object> values) {
          ObjectNode object = NODES.objectNode();
          values.forEach((name, each) -> object.set(name, write(each)));
          return NODES.objectNode().set(MAP, object);
        }
      };

  private ValueTree() {}

  /** The JSON of a value. */
  public static JsonNode write(@Nullable Object value) {
    return CanonicalValue.visit(value, WRITER);
  }

  /**
   * The value that JSON stands for.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  public static @Nullable Object read(JsonNode json) {
    return switch (json.getNodeType()) {
      case NULL -> null;
      case BOOLEAN -> json.booleanValue();
      case STRING -> json.textValue();
      case NUMBER -> number(json);
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>(json.size());
        json.forEach(each -> list.add(read(each)));
        yield Collections.unmodifiableList(list);
      }
      default -> object(json);
    };
  }

  private static Object number(JsonNode json) {
    if (json.isFloatingPointNumber()) {
      return json.doubleValue();
    }
    if (json.canConvertToLong()) {
      return json.longValue();
    }
    throw noValue(json);
  }

  private static Object object(JsonNode json) {
    if (json.size() == 1 && json.path(DOUBLE).isTextual()) {
      return Double.valueOf(json.path(DOUBLE).textValue());
    }
    if (json.size() == 1 && json.path(MAP).isObject()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      json.path(MAP).properties().forEach(e -> map.put(e.getKey(), read(e.getValue())));
      return Collections.unmodifiableMap(map);
    }
    throw noValue(json);
  }

  private static IllegalArgumentException noValue(JsonNode json) {
    return new IllegalArgumentException(
        json + " stands for no value; allowed: " + CanonicalValue.ALLOWED);
  }
}
