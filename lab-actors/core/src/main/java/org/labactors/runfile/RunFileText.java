package org.labactors.runfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the text of a run file, once, for it may be a pipe. */
final class RunFileText {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private RunFileText() {}

  /**
   * The text of a file in UTF-8, without a byte order mark.
   *
   * @throws RunFileException if it cannot be read or is no text
   */
  static String read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new RunFileException(file + ": is a directory; it must be a run file", null);
      }
      return decoded(file, Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      throw new RunFileException(file + ": there is no such file", missing);
    } catch (AccessDeniedException denied) {
      throw new RunFileException(file + ": may not be read; see its permissions", denied);
    } catch (IOException unreadable) {
      throw new RunFileException(file + ": cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static String decoded(Path file, byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException binary) {
      throw new RunFileException(file + ": is not text in UTF-8", binary);
    }
  }
}
