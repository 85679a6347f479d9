package org.labactors.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Trial;

/**
 * A request in JSON, such as {@code
 * {"trial":17,"replicate":0,"seed":123,"parameters":{"beta":0.5}}}. NaN and the infinities are
 * written as Python, Julia and Java read them.
 */
public final class JsonRequest implements Protocol {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .build();

  @Override
  public void write(Trial trial, OutputStream line) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeNumberField("trial", trial.number());
      json.writeNumberField("replicate", trial.replicate());
      json.writeNumberField("seed", ResidentProgram.seed(trial));
      json.writeObjectFieldStart("parameters");
      for (Map.Entry<String, @Nullable Object> each : trial.parameters().entrySet()) {
        json.writeFieldName(each.getKey());
        write(each.getValue(), json);
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    line.write('\n');
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value instanceof Double real) {
      json.writeNumber(real);
    } else if (value instanceof Long whole) {
      json.writeNumber(whole);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName((String) entry.getKey());
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else {
      json.writeNull();
    }
  }
}
