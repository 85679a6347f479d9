package org.labactors.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Point;
import org.labactors.experiment.Trial;
import org.labactors.internal.text.Template;

/**
 * What a program that is started for a trial is given: its parameters, its seed and its replicate.
 *
 * @param values by name
 */
record Given(Map<String, @Nullable Object> values) {

  static final String SEED = "_seed";
  static final String REPLICATE = "_replicate";

  /** NaN and the infinities are written as Python and Java read them; JSON itself has none. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  static Given of(Trial trial) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>(trial.parameters());
    values.put(SEED, ResidentProgram.seed(trial));
    values.put(REPLICATE, (long) trial.replicate());
    return new Given(values);
  }

  /**
   * Refuses a template with a name that stands for nothing at a point.
   *
   * @param where the template is, for the refusal
   */
  static void check(String where, String template, Point point) {
    for (String name : Template.of(template).names()) {
      if (!name.equals(SEED) && !name.equals(REPLICATE) && point.get(name) == null) {
        throw new IllegalArgumentException(
            where
                + " = "
                + template
                + ": there is no parameter '"
                + name
                + "'; there are "
                + point.names()
                + ", _seed and _replicate. For braces of the text write {{ and }}");
      }
    }
  }

  /** A template with the values in it. */
  String in(String template) {
    return Template.of(template)
        .fill(
            name -> {
              if (!values.containsKey(name)) {
                throw new IllegalArgumentException(
                    template
                        + ": there is no parameter '"
                        + name
                        + "'; there are "
                        + values.keySet());
              }
              return text(name);
            });
  }

  /** A value as an argument of a program; arrays and maps are JSON. */
  String text(String name) {
    Object value = values.get(name);
    if (value == null) {
      return "";
    }
    try {
      return value instanceof List<?> || value instanceof Map<?, ?>
          ? JSON.writeValueAsString(value)
          : value.toString();
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** All values as one object in JSON. */
  byte[] document() {
    try {
      return JSON.writeValueAsBytes(values);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
