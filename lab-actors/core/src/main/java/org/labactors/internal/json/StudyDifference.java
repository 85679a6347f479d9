package org.labactors.internal.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.labactors.internal.code.CodeMapper;
import org.labactors.study.Study;

/**
 * In which points two studies differ, in words. Another time limit or order makes no other study.
 */
public final class StudyDifference {

  private static final int LONGEST_VALUE = 60;

  private StudyDifference() {}

  /**
   * What differs between two recorded studies, a line each: what keeps their trials from being the
   * same, by number.
   *
   * @param there one, as {@link StudyJson} wrote it
   * @param here the other one, likewise
   * @return empty if nothing does
   */
  public static List<String> between(String there, String here) {
    JsonNode recorded = StudyJson.parse(there);
    List<String> differences = new ArrayList<>();
    compare("", recorded, StudyJson.inOtherWords(recorded, here), differences);
    return differences;
  }

  /**
   * What differs, a line each, such as {@code "seed: 42 there, 43 here"}.
   *
   * @param recordedJson the study "there", as {@link StudyJson} wrote it
   * @param here the other one; without a seed, seeds are not compared
   * @return empty if nothing does
   */
  public static List<String> between(String recordedJson, Study here) {
    JsonNode recorded = StudyJson.parse(recordedJson);
    ObjectNode own = (ObjectNode) StudyJson.parse(StudyJson.tree(here, recorded).toString());
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
    } else if (FileDifference.areFiles(there, here)) {
      differences.addAll(FileDifference.between(path, there, here));
    } else {
      differences.add(leaf(path, there, here));
    }
  }

  private static String leaf(String path, JsonNode there, JsonNode here) {
    String one = text(there);
    String other = text(here);
    if (!cut(one).equals(cut(other))) {
      return path + ": " + cut(one) + " there, " + cut(other) + " here";
    }
    if (there.isArray() && here.isArray()) {
      int element = 0;
      while (there.path(element).equals(here.path(element))) {
        element++;
      }
      return leaf(path + "[" + element + "]", there.path(element), here.path(element));
    }
    return path + textDifference(one, other);
  }

  /** Where two long texts differ for the first time: the line, and what stands there. */
  static String textDifference(String there, String here) {
    List<String> old = there.lines().toList();
    List<String> young = here.lines().toList();
    int line = 0;
    while (line < old.size() && line < young.size() && old.get(line).equals(young.get(line))) {
      line++;
    }
    boolean isOneLine = old.size() <= 1 && young.size() <= 1;
    if (line == old.size() && line == young.size()) {
      return ": other line ends there than here";
    }
    return (isOneLine ? "" : ", line " + (line + 1))
        + ": "
        + excerpt(old, young, line)
        + " there, "
        + excerpt(young, old, line)
        + " here";
  }

  /** A line, from a little before the place where it differs from the other. */
  private static String excerpt(List<String> lines, List<String> others, int line) {
    if (line >= lines.size()) {
      return "nothing";
    }
    String text = lines.get(line);
    String other = line < others.size() ? others.get(line) : "";
    int at = 0;
    while (at < text.length() && at < other.length() && text.charAt(at) == other.charAt(at)) {
      at++;
    }
    int begin = at <= LONGEST_VALUE / 2 ? 0 : at - LONGEST_VALUE / 4;
    return "'" + (begin == 0 ? "" : "…") + cut(text.substring(begin)) + "'";
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode()) {
      return "none";
    }
    return value.isObject() && value.size() == 1 && value.has(CodeMapper.CLASS)
        ? value.path(CodeMapper.CLASS).asText()
        : value.isTextual() ? value.textValue() : value.toString();
  }
}
