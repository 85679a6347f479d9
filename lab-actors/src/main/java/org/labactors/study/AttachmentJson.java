package org.labactors.study;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.labactors.command.Attachment;

/** Reads a file that is part of a study: its name where a person wrote it, else the file itself. */
final class AttachmentJson extends StdDeserializer<Attachment> {

  /** The attribute of a reader that says where files are: a function from names to paths. */
  static final String FILES = "files";

  AttachmentJson() {
    super(Attachment.class);
  }

  @Override
  public Attachment deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    if (json.hasToken(JsonToken.VALUE_STRING)) {
      return named(json, context);
    }
    JsonNode tree = context.readTree(json);
    return new Attachment(
        tree.path("name").asText(),
        tree.path("content").asText(),
        tree.path("base64").asBoolean(),
        tree.path("executable").asBoolean());
  }

  @SuppressWarnings("unchecked") // nobody but this package sets the attribute
  private static Attachment named(JsonParser json, DeserializationContext context)
      throws IOException {
    Object files = context.getAttribute(FILES);
    if (files == null) {
      throw JsonMappingException.from(json, "is the name of a file; only a run file names files");
    }
    String name = json.getText();
    try {
      return Attachment.read(name, ((Function<String, Path>) files).apply(name));
    } catch (IllegalArgumentException refusal) {
      throw JsonMappingException.from(json, String.valueOf(refusal.getMessage()), refusal);
    }
  }
}
