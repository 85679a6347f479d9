package org.labactors.internal.code;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.labactors.experiment.CanonicalValue;
import org.labactors.internal.value.ValueTree;

/** How the rows of listed points are written: their values are {@link ValueTree}. */
interface PointsJson {

  @JsonSerialize(contentUsing = RowWriter.class)
  @JsonDeserialize(contentUsing = RowReader.class)
  List<List<Object>> rows();

  /** Writes a row. */
  final class RowWriter extends JsonSerializer<List<Object>> {
    @Override
    public void serialize(List<Object> row, JsonGenerator json, SerializerProvider serializers)
        throws IOException {
      json.writeTree(ValueTree.write(row));
    }
  }

  /** Reads a row. */
  final class RowReader extends JsonDeserializer<List<Object>> {
    @Override
    public List<Object> deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      JsonNode row = json.readValueAsTree();
      List<Object> values = new ArrayList<>(row.size());
      row.forEach(value -> values.add(CanonicalValue.required(ValueTree.read(value))));
      return values;
    }
  }
}
