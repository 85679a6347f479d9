package org.labactors.notebook.crate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The entities of a crate as JSON-LD: flat, each identifier once, in the order in which they were
 * added. They refer to each other by identifiers only.
 */
final class Graph {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ID = "@id";

  private final Map<String, Entity> entities = new LinkedHashMap<>();

  /** The entity of an identifier, which is added if it is not there yet. */
  Entity entity(String id, String... types) {
    return entities.computeIfAbsent(id, unused -> new Entity(id, types));
  }

  /** The document, with lines of their own for all that is in it. */
  String text(List<String> contexts) {
    ObjectNode document = NODES.objectNode();
    document.set("@context", values(contexts, NODES::textNode));
    ArrayNode graph = document.putArray("@graph");
    entities.values().forEach(each -> graph.add(each.node));
    return json(document);
  }

  /** JSON for people: two spaces, and the same ends of lines on every system. */
  static String json(Object value) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    try {
      return JSON.writer(printer).writeValueAsString(value) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("plain values can be written", impossible);
    }
  }

  /** One value is itself, several are an array. */
  private static <T> JsonNode values(Collection<T> values, Function<T, JsonNode> node) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(each -> array.add(node.apply(each)));
    return array.size() == 1 ? array.get(0) : array;
  }

  /** One entity, and what is said of it. */
  static final class Entity {

    private final String id;
    private final ObjectNode node = NODES.objectNode();

    private Entity(String id, String... types) {
      this.id = id;
      node.put(ID, id);
      node.set("@type", values(List.of(types), NODES::textNode));
    }

    String id() {
      return id;
    }

    /** A text; an empty one says nothing. */
    Entity put(String property, String text) {
      if (!text.isEmpty()) {
        node.put(property, text);
      }
      return this;
    }

    /** Texts; none says nothing. */
    Entity put(String property, Collection<String> texts) {
      if (!texts.isEmpty()) {
        node.set(property, values(texts, NODES::textNode));
      }
      return this;
    }

    /** References to other entities; none says nothing. */
    Entity link(String property, Collection<String> ids) {
      if (!ids.isEmpty()) {
        node.set(property, values(ids, each -> NODES.objectNode().put(ID, each)));
      }
      return this;
    }

    /** A reference to another entity. */
    Entity link(String property, String other) {
      return link(property, List.of(other));
    }
  }
}
