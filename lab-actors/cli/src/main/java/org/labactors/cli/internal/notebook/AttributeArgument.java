package org.labactors.cli.internal.notebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * An attribute as it is written on the command line, {@code name=value}.
 *
 * @param value what its text means as JSON; the text itself if it is none
 */
record AttributeArgument(String name, Object value) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static AttributeArgument of(String argument, CommandLine command) {
    int equals = argument.indexOf('=');
    if (equals < 0) {
      throw new ParameterException(
          command, "the attribute '" + argument + "' has no value; write " + argument + "=value");
    }
    return new AttributeArgument(
        argument.substring(0, equals), value(argument.substring(equals + 1)));
  }

  private static Object value(String text) {
    try {
      Object value = JSON.readValue(text, Object.class);
      return value == null ? text : value;
    } catch (JsonProcessingException plainText) {
      return text;
    }
  }
}
