package org.labactors.internal.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.labactors.internal.recording.Batch;

/** How Jackson writes what it would not write exactly, or not compactly, by itself. */
public final class WireModule extends SimpleModule {

  /** Named in {@code reference.conf}. */
  public WireModule() {
    super("lab");
    addSerializer(String.class, new TextWriter());
    addDeserializer(String.class, new TextReader());
    addSerializer(Batch.class, new BatchWriter());
    addDeserializer(Batch.class, new BatchReader());
  }

  private static final class TextWriter extends StdScalarSerializer<String> {
    TextWriter() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      WireValue.writeText(text, out);
    }
  }

  private static final class TextReader extends StdScalarDeserializer<String> {
    TextReader() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return WireValue.readText(in);
    }
  }

  private static final class BatchWriter extends StdSerializer<Batch> {
    BatchWriter() {
      super(Batch.class);
    }

    @Override
    public void serialize(Batch batch, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      WireBatch.write(batch, out);
    }
  }

  private static final class BatchReader extends StdDeserializer<Batch> {
    BatchReader() {
      super(Batch.class);
    }

    @Override
    public Batch deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return WireBatch.read(in);
    }
  }
}
