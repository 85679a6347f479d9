package org.labactors.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The contents of files that are attached to an experiment: they are code, and tell no studies
 * apart.
 */
final class AttachedContents {

  private static final String NAME = "name";

  private AttachedContents() {}

  /**
   * An experiment with the files of a recorded one, as far as that has files of the same names at
   * the same places.
   */
  static JsonNode asIn(JsonNode recorded, JsonNode experiment) {
    if (isFile(recorded) && isFile(experiment)) {
      return recorded.path(NAME).equals(experiment.path(NAME)) ? recorded : experiment;
    }
    if (recorded.isObject() && experiment.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      experiment
          .properties()
          .forEach(
              each ->
                  object.set(each.getKey(), asIn(recorded.path(each.getKey()), each.getValue())));
      return object;
    }
    if (recorded.isArray() && experiment.isArray()) {
      return elementsAsIn(recorded, experiment);
    }
    return experiment;
  }

  /** Files are found by their names, other elements by their places. */
  private static ArrayNode elementsAsIn(JsonNode recorded, JsonNode elements) {
    Map<JsonNode, JsonNode> files = new HashMap<>();
    for (JsonNode each : recorded) {
      if (isFile(each)) {
        files.put(each.path(NAME), each);
      }
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode each : elements) {
      array.add(
          isFile(each)
              ? files.getOrDefault(each.path(NAME), each)
              : asIn(recorded.path(array.size()), each));
    }
    return array;
  }

  private static boolean isFile(JsonNode value) {
    return value.path(NAME).isTextual()
        && value.has("executable")
        && (value.path("content").isTextual() || value.path("sha256").isTextual());
  }
}
