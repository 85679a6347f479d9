package org.labactors.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.labactors.text.TimeText;

/** In which points two studies differ, in words. */
public final class StudyDifference {

  private static final int LONGEST_VALUE = 60;

  private StudyDifference() {}

  /**
   * What differs, a line each, such as {@code "seed: 42 there, 43 here"}.
   *
   * @param recordedJson the study "there", as {@link StudyJson} wrote it
   * @param here the other one; without a seed, seeds are not compared
   * @return empty if nothing does
   */
  public static List<String> between(String recordedJson, Study here) {
    JsonNode recorded = StudyJson.parse(recordedJson);
    ObjectNode own = (ObjectNode) StudyJson.parse(StudyJson.write(here));
    if (here.seed().isEmpty() && recorded.has("seed")) {
      own.set("seed", recorded.path("seed"));
    }
    List<String> differences = new ArrayList<>();
    compare("", recorded, own, differences);
    return differences;
  }

  private static void compare(
      String path, JsonNode there, JsonNode here, List<String> differences) {
    if (there.equals(here)) {
      return;
    }
    boolean sameClass = there.path(CodeMapper.CLASS).equals(here.path(CodeMapper.CLASS));
    if (there.isObject() && here.isObject() && sameClass) {
      Set<String> names = new TreeSet<>();
      there.fieldNames().forEachRemaining(names::add);
      here.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        String inner = path.isEmpty() ? name : path + "." + name;
        compare(inner, there.path(name), here.path(name), differences);
      }
    } else {
      differences.add(path + ": " + text(path, there) + " there, " + text(path, here) + " here");
    }
  }

  private static String text(String path, JsonNode value) {
    if (value.isMissingNode()) {
      return "none";
    }
    if (path.equals("timeout")) {
      return TimeText.of(Duration.parse(value.asText()));
    }
    String text =
        value.isObject() && value.size() == 1 && value.has(CodeMapper.CLASS)
            ? value.path(CodeMapper.CLASS).asText()
            : value.isTextual() ? value.textValue() : value.toString();
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }
}
