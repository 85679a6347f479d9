package org.labactors.internal.code;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.type.CollectionType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.labactors.command.AttachedFiles;
import org.labactors.command.Attachment;
import org.labactors.command.FileContent;
import org.labactors.command.StoredContent;

/**
 * Files that are part of a study: their names where a person wrote them, else the files themselves,
 * with their contents or, of large ones, the SHA-256 of these.
 */
final class AttachmentJson extends SimpleModule {

  /** The attribute of a reader that says where files are: a function from names to paths. */
  static final String FILES = "files";

  private static final String NAME = "name";
  private static final String CONTENT = "content";
  private static final String BASE64 = "base64";
  private static final String DIGEST = "sha256";
  private static final String SIZE = "size";
  private static final String EXECUTABLE = "executable";

  /**
   * Reads and writes files.
   *
   * @param written is told each file that is written
   */
  AttachmentJson(Consumer<Attachment> written) {
    super("files");
    addSerializer(new Writer(written));
    addDeserializer(Attachment.class, new SingleReader());
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.addDeserializers(
        new Deserializers.Base() {
          @Override
          public @Nullable JsonDeserializer<?> findCollectionDeserializer(
              CollectionType type,
              DeserializationConfig config,
              BeanDescription description,
              @Nullable TypeDeserializer ofElements,
              @Nullable JsonDeserializer<?> elements) {
            return type.getRawClass() == List.class
                    && type.getContentType().hasRawClass(Attachment.class)
                ? new Reader()
                : null;
          }
        });
  }

  private static final class Writer extends StdSerializer<Attachment> {
    private final transient Consumer<Attachment> written;

    Writer(Consumer<Attachment> written) {
      super(Attachment.class);
      this.written = written;
    }

    @Override
    public void serialize(Attachment file, JsonGenerator json, SerializerProvider serializers)
        throws IOException {
      written.accept(file);
      json.writeStartObject();
      json.writeStringField(NAME, file.name());
      if (file.content() instanceof FileContent.Inline inline) {
        json.writeStringField(CONTENT, inline.text());
        json.writeBooleanField(BASE64, inline.base64());
      } else if (file.content() instanceof StoredContent stored) {
        json.writeStringField(DIGEST, stored.digest());
        json.writeNumberField(SIZE, stored.size());
      }
      json.writeBooleanField(EXECUTABLE, file.executable());
      json.writeEndObject();
    }
  }

  /** A file where there can be one only. */
  private static final class SingleReader extends StdDeserializer<Attachment> {
    SingleReader() {
      super(Attachment.class);
    }

    @Override
    public Attachment deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      if (json.hasToken(JsonToken.VALUE_STRING)) {
        List<Attachment> named = Reader.named(json, context);
        if (named.size() != 1) {
          throw JsonMappingException.from(json, "must be the name of one file");
        }
        return named.get(0);
      }
      return Reader.file(json, context.readTree(json));
    }
  }

  /** A name may stand for several files, so all are read together. */
  private static final class Reader extends StdDeserializer<List<Attachment>> {
    Reader() {
      super(List.class);
    }

    @Override
    public List<Attachment> deserialize(JsonParser json, DeserializationContext context)
        throws IOException {
      List<Attachment> files = new ArrayList<>();
      if (json.hasToken(JsonToken.VALUE_STRING)) {
        return named(json, context);
      }
      if (!json.isExpectedStartArrayToken()) {
        throw JsonMappingException.from(json, "must be a list of names of files");
      }
      for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
        try {
          if (json.hasToken(JsonToken.VALUE_STRING)) {
            files.addAll(named(json, context));
          } else {
            files.add(file(json, context.readTree(json)));
          }
        } catch (JsonMappingException refusal) {
          throw JsonMappingException.wrapWithPath(refusal, files, i);
        }
      }
      return files;
    }

    @SuppressWarnings("unchecked") // nobody but this package sets the attribute
    private static List<Attachment> named(JsonParser json, DeserializationContext context)
        throws IOException {
      Object places = context.getAttribute(FILES);
      if (places == null) {
        throw JsonMappingException.from(json, "is the name of a file; only a run file names files");
      }
      try {
        return AttachedFiles.named(json.getText(), (Function<String, Path>) places);
      } catch (IllegalArgumentException refusal) {
        throw JsonMappingException.from(json, String.valueOf(refusal.getMessage()), refusal);
      }
    }

    private static Attachment file(JsonParser json, JsonNode tree) throws JsonMappingException {
      try {
        return new Attachment(
            tree.path(NAME).asText(), content(tree), tree.path(EXECUTABLE).asBoolean());
      } catch (IllegalArgumentException refusal) {
        throw JsonMappingException.from(json, String.valueOf(refusal.getMessage()), refusal);
      }
    }

    private static FileContent content(JsonNode tree) {
      if (!tree.has(DIGEST)) {
        return new FileContent.Inline(tree.path(CONTENT).asText(), tree.path(BASE64).asBoolean());
      }
      return StoredContent.inUse(tree.path(DIGEST).asText())
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the content of the file "
                          + tree.path(NAME).asText()
                          + " is not on this machine; its SHA-256 is "
                          + tree.path(DIGEST).asText()));
    }
  }
}
