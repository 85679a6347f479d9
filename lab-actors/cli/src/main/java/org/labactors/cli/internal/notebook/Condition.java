package org.labactors.cli.internal.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.cells.TypedText;

/**
 * A value that a parameter must have, as it is written on the command line: {@code k=2}.
 *
 * @param parameter the name of the parameter
 * @param value canonical
 */
record Condition(String parameter, Object value) {

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * The condition of a text. What begins with a quotation mark or a bracket is JSON; everything
   * else is as {@link TypedText} has it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Condition of(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("write it as name=value");
    }
    String value = text.substring(equals + 1);
    return new Condition(
        text.substring(0, equals),
        value.matches("(?s)[\"\\[{].*") ? json(value) : TypedText.valueOf(value));
  }

  private static Object json(String text) {
    try {
      return CanonicalValue.required(JSON.readValue(text, Object.class));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(
          "what begins with '" + text.charAt(0) + "' must be JSON", malformed);
    }
  }
}
