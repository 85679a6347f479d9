package org.labactors.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** What is in an attached file. */
public sealed interface FileContent permits FileContent.Inline, StoredContent {

  /** How many bytes there are. */
  long size();

  /** Writes it to a file. */
  void writeTo(Path file) throws IOException;

  /**
   * A content that is part of the study's text.
   *
   * @param text the text of the file, or its bytes in base 64
   * @param base64 whether it is in base 64
   */
  record Inline(String text, boolean base64) implements FileContent {

    static Inline of(byte[] bytes) {
      String text = textOf(bytes);
      return text.isEmpty() && bytes.length > 0
          ? new Inline(Base64.getEncoder().encodeToString(bytes), true)
          : new Inline(text, false);
    }

    /** Empty if the bytes are no plain text. */
    private static String textOf(byte[] bytes) {
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        boolean plain = text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t' || c == '\r');
        return plain ? text : "";
      } catch (CharacterCodingException binary) {
        return "";
      }
    }

    byte[] bytes() {
      return base64 ? Base64.getDecoder().decode(text) : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long size() {
      return bytes().length;
    }

    @Override
    public void writeTo(Path file) throws IOException {
      Files.write(file, bytes());
    }
  }
}
