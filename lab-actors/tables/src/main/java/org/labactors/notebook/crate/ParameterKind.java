package org.labactors.notebook.crate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** The type of schema.org that the values of a parameter have. */
final class ParameterKind {

  static final String INTEGER = "Integer";

  /** Values of several types, or of one that has no name there. */
  static final String ANY = "DataType";

  private static final String FLOAT = "Float";

  private ParameterKind() {}

  /** The type of all values in a study's JSON: a list of them, or a rule. */
  static String of(JsonNode values) {
    if (values.isObject()) {
      return values.has("points") || values.path("step").isFloatingPointNumber() ? FLOAT : INTEGER;
    }
    Set<String> types = new LinkedHashSet<>();
    values.forEach(each -> types.add(ofOne(each)));
    if (types.size() == 1) {
      return types.iterator().next();
    }
    return types.equals(Set.of(INTEGER, FLOAT)) ? "Number" : ANY;
  }

  private static String ofOne(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "Text";
      case BOOLEAN -> "Boolean";
      case NUMBER -> value.isIntegralNumber() ? INTEGER : FLOAT;
      default -> ANY;
    };
  }
}
