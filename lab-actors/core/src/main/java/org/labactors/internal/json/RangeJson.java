package org.labactors.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Range;
import org.labactors.internal.value.ValueTree;

/** The values of a parameter as JSON: a list, or the rule by which they are computed. */
final class RangeJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private RangeJson() {}

  static JsonNode write(Range range) {
    if (range instanceof Range.Listed listed) {
      ArrayNode values = NODES.arrayNode(listed.values().size());
      listed.values().forEach(value -> values.add(ValueTree.write(value)));
      return values;
    }
    ObjectNode rule = NODES.objectNode();
    if (range instanceof Range.Linear linear) {
      return rule.put("from", linear.from()).put("to", linear.to()).put("points", linear.points());
    }
    if (range instanceof Range.Logarithmic log) {
      return rule.put("from", log.from())
          .put("to", log.to())
          .put("points", log.points())
          .put("scale", "log");
    }
    if (range instanceof Range.Stepped real) {
      return rule.put("from", real.from()).put("to", real.to()).put("step", real.step());
    }
    Range.WholeStepped whole = (Range.WholeStepped) range;
    return rule.put("from", whole.from()).put("to", whole.to()).put("step", whole.step());
  }

  /**
   * The range that JSON stands for.
   *
   * @throws IllegalArgumentException if it stands for none
   */
  static Range read(JsonNode json) {
    if (json.isArray()) {
      List<@Nullable Object> values = new ArrayList<>(json.size());
      json.forEach(value -> values.add(ValueTree.read(value)));
      return Range.listed(values);
    }
    JsonNode from = number(json, "from");
    JsonNode to = number(json, "to");
    if (json.has("points")) {
      long points = number(json, "points").longValue();
      return json.has("scale")
          ? Range.logspace(from.doubleValue(), to.doubleValue(), points)
          : Range.linspace(from.doubleValue(), to.doubleValue(), points);
    }
    JsonNode step = number(json, "step");
    return step.isIntegralNumber()
        ? Range.stepped(from.longValue(), to.longValue(), step.longValue())
        : Range.stepped(from.doubleValue(), to.doubleValue(), step.doubleValue());
  }

  private static JsonNode number(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("'" + key + "' must be a number in " + json);
    }
    return value;
  }
}
