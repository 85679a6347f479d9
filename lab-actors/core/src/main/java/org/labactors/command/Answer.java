package org.labactors.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Values;
import org.labactors.internal.text.Utf8;

/**
 * One line that a program wrote, an object in JSON.
 *
 * @param fields by name
 */
record Answer(Map<?, ?> fields) {

  private static final int LONGEST_SHOWN = 200;

  private static final ObjectReader OBJECTS =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                  .build())
          .build()
          .readerFor(Object.class);

  /**
   * The answer that a line is.
   *
   * @throws IllegalArgumentException if it is none; the text says why, for the end of a sentence
   *     that begins with the program's name
   */
  static Answer of(byte[] line) {
    try {
      Object document = OBJECTS.readValue(line);
      if (document instanceof Map<?, ?> fields) {
        return new Answer(fields);
      }
    } catch (JsonProcessingException noJson) {
      throw new IllegalArgumentException(
          "answered what is no JSON (" + noJson.getOriginalMessage() + "): " + shown(line), noJson);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    throw new IllegalArgumentException("answered what is no object in JSON: " + shown(line));
  }

  private static String shown(byte[] line) {
    return line.length <= LONGEST_SHOWN
        ? Utf8.shown(line, 0, line.length)
        : Utf8.shown(line, 0, LONGEST_SHOWN) + "…";
  }

  /** Whether the program says that it is ready. */
  boolean isReady() {
    return fields.get("ready") instanceof Map<?, ?>;
  }

  /** What it says about itself when it is ready, by name. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    if (fields.get("ready") instanceof Map<?, ?> given) {
      given.forEach((name, value) -> facts.put(String.valueOf(name), String.valueOf(value)));
    }
    return facts;
  }

  /**
   * The number of the trial that it is the answer to.
   *
   * @throws IllegalArgumentException if there is none
   */
  long trial() {
    if (fields.get("trial") instanceof Number number
        && (number instanceof Integer || number instanceof Long)) {
      return number.longValue();
    }
    throw new IllegalArgumentException("answered without the number of the trial: " + cut(fields));
  }

  /** The size of the file with what the program prints, if something was added to it. */
  OptionalLong printed() {
    return fields.get("printed") instanceof Number size
        ? OptionalLong.of(size.longValue())
        : OptionalLong.empty();
  }

  /** Whether it says that the trial has failed, or that the program cannot be started. */
  boolean isError() {
    return fields.containsKey("error");
  }

  /** What went wrong. */
  ProgramError error() {
    if (fields.get("error") instanceof Map<?, ?> error) {
      return new ProgramError(
          text(error.get("type"), "error"),
          text(error.get("message"), ""),
          text(error.get("trace"), ""));
    }
    return new ProgramError("error", text(fields.get("error"), ""), "");
  }

  private static String text(@Nullable Object value, String absent) {
    return value == null || value.equals("") ? absent : String.valueOf(value);
  }

  /**
   * Makes sure that there are an error or results: an object, or a list of them.
   *
   * @throws IllegalArgumentException if there is nothing of this form
   */
  void checkForm() {
    Object results = fields.get("results");
    boolean isForm =
        results instanceof Map<?, ?>
            || (results instanceof List<?> list
                && list.stream().allMatch(each -> each instanceof Map<?, ?>));
    if (!isError() && !isForm) {
      throw new IllegalArgumentException("answered with neither results nor error: " + cut(fields));
    }
  }

  /**
   * What was measured: a row for each object.
   *
   * @throws IllegalArgumentException if a name or a value is not allowed
   */
  Values results() {
    Object results = fields.get("results");
    if (results instanceof Map<?, ?> row) {
      return Values.of(row(row));
    }
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    if (results instanceof List<?> list) {
      list.forEach(each -> rows.add(row((Map<?, ?>) each)));
    }
    return Values.rows(rows);
  }

  private static Map<String, @Nullable Object> row(Map<?, ?> object) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    object.forEach((name, value) -> row.put((String) name, value));
    return row;
  }

  private static String cut(Object value) {
    String text = String.valueOf(value);
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
  }
}
