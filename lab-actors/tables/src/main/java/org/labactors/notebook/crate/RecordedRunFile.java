package org.labactors.notebook.crate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.export.ImportedExperiment;

/**
 * The run file of a recorded study, and the attached files that it names. They stand side by side,
 * so that each file has the name that it had in the study; a file that cannot stand there is in the
 * run file with its content.
 */
final class RecordedRunFile {

  static final String NAME = "study.conf";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String CLASS = "class";
  private static final String COMMAND = "org.labactors.command.Command";
  private static final String LAMBDA = "$$Lambda";

  private final ResultSet resultSet;
  private final JsonNode study;
  private final JsonNode experiment;
  private final Map<String, AttachedFile> files = new LinkedHashMap<>();

  RecordedRunFile(ResultSet resultSet) {
    this.resultSet = resultSet;
    this.study = parse(resultSet.studyJson());
    this.experiment = withFilesByName(study.path("experiment"));
  }

  private static JsonNode parse(String study) {
    try {
      return JSON.readTree(study);
    } catch (JsonProcessingException malformed) {
      throw new IllegalStateException("the study of a result set is JSON", malformed);
    }
  }

  /** The study's JSON. */
  JsonNode study() {
    return study;
  }

  /** The name of the experiment's class. */
  String experimentClass() {
    return experiment.path(CLASS).asText();
  }

  /** The environment variables that the experiment sets for its program, by name. */
  Map<String, String> environment() {
    Map<String, String> variables = new TreeMap<>();
    if (experimentClass().equals(COMMAND)) {
      experiment
          .path("environment")
          .properties()
          .forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
    }
    return variables;
  }

  /** The files that the run file names. */
  List<AttachedFile> files() {
    return List.copyOf(files.values());
  }

  private JsonNode withFilesByName(JsonNode value) {
    Optional<AttachedFile> file = AttachedFile.of(value);
    if (file.isPresent()) {
      return isNamed(file.get()) ? JsonNodeFactory.instance.textNode(file.get().name()) : value;
    }
    if (value.isArray()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      value.forEach(each -> array.add(withFilesByName(each)));
      return array;
    }
    if (value.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      value
          .properties()
          .forEach(each -> object.set(each.getKey(), withFilesByName(each.getValue())));
      return object;
    }
    return value;
  }

  /** Whether a file can stand beside the run file, which is then so. */
  private boolean isNamed(AttachedFile file) {
    if (file.equals(files.get(file.name()))) {
      return true;
    }
    if (!file.hasPlainName() || isTaken(file.name())) {
      return false;
    }
    files.put(file.name(), file);
    return true;
  }

  private boolean isTaken(String name) {
    return name.equals(NAME)
        || name.startsWith(NAME + "/")
        || files.keySet().stream()
            .anyMatch(
                other ->
                    other.equals(name)
                        || other.startsWith(name + "/")
                        || name.startsWith(other + "/"));
  }

  /** Why the study cannot be run by a run file, if something is known that prevents it. */
  Optional<String> obstacle() {
    String name = experimentClass();
    if (name.equals(ImportedExperiment.class.getName())) {
      return Optional.of(
          "The results were imported, with the name of their experiment only: "
              + experiment.path("name").asText()
              + ".");
    }
    if (name.contains(LAMBDA)) {
      return Optional.of(
          "The experiment is a lambda of "
              + name.substring(0, name.indexOf(LAMBDA))
              + ", which only the Java program with this class can run.");
    }
    return study.path("parameters").properties().stream()
        .filter(each -> each.getValue().isArray() && hasObject(each.getValue()))
        .findFirst()
        .map(
            each ->
                "The parameter "
                    + each.getKey()
                    + " has values that only a Java program can give it: maps, NaN or infinities.");
  }

  private static boolean hasObject(JsonNode values) {
    for (JsonNode each : values) {
      if (each.isObject() || hasObject(each)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The text of the run file.
   *
   * @param code the jars with the experiment's code, as seen from the run file
   */
  String text(List<String> code) {
    List<String> lines = new ArrayList<>();
    lines.add("# The study '" + oneLine(resultSet.tag()) + "', as it was recorded.");
    lines.add(
        obstacle()
            .map(reason -> "# It cannot be run from this file. " + oneLine(reason))
            .orElse("# Run it again:  lab run " + NAME));
    lines.add("");
    lines.add("study {");
    add(lines, "tag", text(resultSet.tag()));
    if (!resultSet.description().isEmpty()) {
      add(lines, "description", text(resultSet.description()));
    }
    if (!code.isEmpty()) {
      ArrayNode jars = JsonNodeFactory.instance.arrayNode();
      code.forEach(jars::add);
      add(lines, "code", jars);
    }
    study.properties().forEach(each -> add(lines, each.getKey(), each.getValue()));
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  private void add(List<String> lines, String key, JsonNode value) {
    switch (key) {
      case "experiment" -> lines.add("  experiment = " + experiment);
      case "timeout" -> lines.add("  timeout = " + time(Duration.parse(value.asText())));
      case "parameters" -> {
        lines.add("  parameters {");
        value
            .properties()
            .forEach(each -> lines.add("    " + text(each.getKey()) + " = " + each.getValue()));
        lines.add("  }");
      }
      case "earlier" ->
          lines.add("  # The study has grown; run at once, its trials have other numbers.");
      default -> lines.add("  " + key + " = " + value);
    }
  }

  private static String time(Duration time) {
    return time.toNanosPart() == 0 ? time.toSeconds() + "s" : time.toNanos() + "ns";
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ");
  }
}
