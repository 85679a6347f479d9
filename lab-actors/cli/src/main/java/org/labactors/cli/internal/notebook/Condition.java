package org.labactors.cli.internal.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.cells.TypedText;
import org.labactors.notebook.Query;

/**
 * A value that a parameter must have, as it is written on the command line: {@code k=2}.
 *
 * @param parameter the name of the parameter
 * @param value canonical
 */
public record Condition(String parameter, Object value) {

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

  /**
   * A query that wants what all texts say as well.
   *
   * @param texts what is given for {@code --where}
   * @throws IllegalArgumentException if one is no condition, or two are about the same parameter
   */
  public static Query all(List<String> texts, Query query) {
    Query all = query;
    for (String text : texts) {
      try {
        Condition condition = of(text);
        if (all.parameters().containsKey(condition.parameter())) {
          throw new IllegalArgumentException(
              "'" + condition.parameter() + "' is given a value already");
        }
        all = all.where(condition.parameter(), condition.value());
      } catch (IllegalArgumentException refusal) {
        throw new IllegalArgumentException(
            "--where " + text + ": " + refusal.getMessage(), refusal);
      }
    }
    return all;
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
