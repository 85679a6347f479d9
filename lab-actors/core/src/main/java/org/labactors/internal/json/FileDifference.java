package org.labactors.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which files are attached to one study only; what is in them makes no other study. */
final class FileDifference {

  private static final String NAME = "name";
  private static final String CONTENT = "content";

  private FileDifference() {}

  /** Whether two values are lists of files, not both empty. */
  static boolean areFiles(JsonNode there, JsonNode here) {
    return there.isArray()
        && here.isArray()
        && there.size() + here.size() > 0
        && areFiles(there)
        && areFiles(here);
  }

  private static boolean areFiles(JsonNode list) {
    for (JsonNode each : list) {
      if (!each.path(NAME).isTextual() || !each.path(CONTENT).isTextual()) {
        return false;
      }
    }
    return true;
  }

  /** What differs, a text for each file, such as {@code "files: sir.py is not here"}. */
  static List<String> between(String path, JsonNode there, JsonNode here) {
    Map<String, JsonNode> old = byName(there);
    Map<String, JsonNode> young = byName(here);
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(young.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      JsonNode one = old.get(name);
      JsonNode other = young.get(name);
      if (one == null || other == null) {
        differences.add(path + ": " + name + (one == null ? " is not there" : " is not here"));
      }
    }
    if (differences.isEmpty()) {
      differences.add(path + ": the same files in another order");
    }
    return differences;
  }

  private static Map<String, JsonNode> byName(JsonNode files) {
    Map<String, JsonNode> byName = new TreeMap<>();
    files.forEach(file -> byName.put(file.path(NAME).textValue(), file));
    return byName;
  }
}
