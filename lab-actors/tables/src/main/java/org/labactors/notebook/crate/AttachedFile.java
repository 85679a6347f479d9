package org.labactors.notebook.crate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * A file that is attached to a study, as the study's JSON has it.
 *
 * @param name its path below the folder of a trial
 * @param content what is in it, as text or in base 64; empty if the study has only its digest
 * @param base64 whether the content is in base 64
 * @param digest the SHA-256 of a file whose content is not in the study; empty of others
 * @param executable whether it may be started as a program
 */
record AttachedFile(
    String name, String content, boolean base64, String digest, boolean executable) {

  /** The file that a part of a study's JSON is, if it is one. */
  static Optional<AttachedFile> of(JsonNode json) {
    boolean inline = json.path("content").isTextual() && json.path("base64").isBoolean();
    boolean stored = json.path("sha256").isTextual();
    if (!json.path("name").isTextual() || !json.has("executable") || inline == stored) {
      return Optional.empty();
    }
    return Optional.of(
        new AttachedFile(
            json.path("name").asText(),
            json.path("content").asText(),
            json.path("base64").asBoolean(),
            json.path("sha256").asText(),
            json.path("executable").asBoolean()));
  }

  /** Whether its content is in the study. */
  boolean isHere() {
    return digest.isEmpty();
  }

  /** Whether a file of this name is below the folder it is put into, and is found there again. */
  boolean hasPlainName() {
    try {
      Path path = Path.of(name);
      return !path.isAbsolute() && path.equals(path.normalize()) && isBelow();
    } catch (InvalidPathException nameless) {
      return false;
    }
  }

  private boolean isBelow() {
    return Arrays.stream(name.split("/", -1))
        .noneMatch(step -> step.isEmpty() || step.equals(".."));
  }

  /** Puts it into a folder. */
  void writeTo(Path folder) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    byte[] bytes =
        base64 ? Base64.getDecoder().decode(content) : content.getBytes(StandardCharsets.UTF_8);
    Files.write(file, bytes);
    if (executable && !file.toFile().setExecutable(true, false)) {
      throw new IOException("cannot be made executable: " + file);
    }
  }
}
