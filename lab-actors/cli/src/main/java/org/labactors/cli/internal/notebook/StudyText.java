package org.labactors.cli.internal.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.design.Factorial;
import org.labactors.design.Pointwise;

/**
 * A recorded study as a run file has it, for people: files by their names, and of long lists and
 * texts the beginning.
 */
final class StudyText {

  private static final int MOST_ELEMENTS = 12;
  private static final int LONGEST_TEXT = 80;
  private static final int WIDEST = 100;
  private static final String CLASS = "class";

  /** What a study has grown from, which no run file says. */
  private static final String EARLIER = "earlier";

  private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");

  /** What HOCON takes for a string without quotes, as long as it is no word of its own. */
  private static final Pattern PLAIN_TEXT = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");

  private static final Set<String> WORDS = Set.of("true", "false", "null", "include");

  private StudyText() {}

  /** The lines of the section {@code study} of a run file, with the tag. */
  static List<String> lines(String tag, JsonNode study) {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    section.put("tag", tag);
    study.properties().stream()
        .filter(each -> !each.getKey().equals(EARLIER))
        .forEach(each -> section.set(each.getKey(), value(each.getKey(), each.getValue())));
    List<String> lines = new ArrayList<>();
    lines.add("study {");
    section.properties().forEach(each -> append(lines, "  ", each));
    lines.add("}");
    return lines;
  }

  /** What the value of a key is in a run file. */
  private static JsonNode value(String key, JsonNode value) {
    if (key.equals("timeout")) {
      Duration timeout = Duration.parse(value.asText());
      long nanos = timeout.toNanosPart();
      return JsonNodeFactory.instance.textNode(
          nanos == 0
              ? timeout.toSeconds() + "s"
              : nanos % 1_000_000 == 0 ? timeout.toMillis() + "ms" : timeout.toNanos() + "ns");
    }
    if (value.isObject() && value.size() == 1 && value.has(CLASS)) {
      String name = value.path(CLASS).asText();
      if (key.equals("design") && name.equals(Factorial.class.getName())) {
        return JsonNodeFactory.instance.textNode("factorial");
      }
      return JsonNodeFactory.instance.textNode(
          key.equals("design") && name.equals(Pointwise.class.getName()) ? "pointwise" : name);
    }
    return value;
  }

  private static void append(List<String> lines, String indent, Map.Entry<String, JsonNode> entry) {
    String key =
        PLAIN_KEY.matcher(entry.getKey()).matches() ? entry.getKey() : quoted(entry.getKey());
    JsonNode value = entry.getValue();
    String inline = indent + key + (value.isObject() ? " " : " = ") + text(value);
    if ((value.isObject() && inline.length() > WIDEST) || entry.getKey().equals("parameters")) {
      lines.add(indent + key + " {");
      value.properties().forEach(each -> append(lines, indent + "  ", each));
      lines.add(indent + "}");
    } else {
      lines.add(inline + count(value));
    }
  }

  private static String count(JsonNode value) {
    return value.isArray() && value.size() > MOST_ELEMENTS
        ? "  # " + Wording.count(value.size(), "value")
        : "";
  }

  private static String text(JsonNode value) {
    if (value.isTextual()) {
      return string(value.textValue());
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      for (Iterator<JsonNode> each = value.elements(); each.hasNext(); ) {
        JsonNode element = each.next();
        if (elements.size() == MOST_ELEMENTS) {
          elements.add("…");
          break;
        }
        elements.add(isFile(element) ? string(element.path("name").asText()) : text(element));
      }
      return "[" + String.join(", ", elements) + "]";
    }
    if (value.isObject()) {
      List<String> fields = new ArrayList<>();
      value
          .properties()
          .forEach(
              each -> {
                String key = each.getKey();
                fields.add(
                    (PLAIN_KEY.matcher(key).matches() ? key : quoted(key))
                        + " = "
                        + text(each.getValue()));
              });
      return fields.isEmpty() ? "{}" : "{ " + String.join(", ", fields) + " }";
    }
    return value.toString();
  }

  private static boolean isFile(JsonNode value) {
    return value.path("name").isTextual() && value.path("content").isTextual();
  }

  private static String string(String text) {
    boolean plain = PLAIN_TEXT.matcher(text).matches() && !WORDS.contains(text);
    return plain && text.length() <= LONGEST_TEXT ? text : quoted(text);
  }

  private static String quoted(String text) {
    String json = JsonNodeFactory.instance.textNode(text).toString();
    return json.length() <= LONGEST_TEXT ? json : json.substring(0, LONGEST_TEXT - 1) + "…\"";
  }
}
