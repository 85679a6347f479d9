package org.labactors.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.labactors.text.SystemText;

/**
 * A file that is part of a study, such as a script: it travels to the engines and decides, as all
 * of the study does, which results belong together.
 *
 * @param name its path below the folder in which a trial runs
 * @param content the text of the file, or its bytes in base 64
 * @param base64 whether the content is in base 64
 * @param executable whether it may be started as a program
 */
public record Attachment(String name, String content, boolean base64, boolean executable) {

  public Attachment {
    Path path = SystemText.path(name);
    if (name.isEmpty() || path.isAbsolute() || path.normalize().startsWith("..")) {
      throw new IllegalArgumentException(
          "name is '" + name + "'; it must be a path below the folder of a trial");
    }
  }

  /**
   * A file as it is now.
   *
   * @param file a path, absolute or relative to the current folder; in the folder of a trial it has
   *     the same name, without the folders before it
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Attachment of(Path file) {
    return read(String.valueOf(file.getFileName()), file);
  }

  /**
   * A file as it is now.
   *
   * @param name what it is called: its path below the folder of a trial, if it is such a one, or
   *     else the last part of it
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Attachment read(String name, Path file) {
    if (!Files.exists(file)) {
      throw new IllegalArgumentException("there is no such file: " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("is no file: " + file + "; name each file by itself");
    }
    try {
      if (Files.size(file) > Command.MOST_ATTACHED) {
        throw new IllegalArgumentException(Command.tooLarge(Files.size(file)));
      }
      byte[] bytes = Files.readAllBytes(file);
      boolean executable = Files.isExecutable(file);
      String text = textOf(bytes);
      return text.isEmpty() && bytes.length > 0
          ? new Attachment(below(name), Base64.getEncoder().encodeToString(bytes), true, executable)
          : new Attachment(below(name), text, false, executable);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot be read: " + unreadable, unreadable);
    }
  }

  private static String below(String name) {
    Path path = SystemText.path(name).normalize();
    return path.isAbsolute() || path.startsWith("..")
        ? String.valueOf(path.getFileName())
        : path.toString();
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

  /** The bytes of the file. */
  byte[] bytes() {
    return base64 ? Base64.getDecoder().decode(content) : content.getBytes(StandardCharsets.UTF_8);
  }

  /** Puts the file into a folder. */
  void putInto(Path folder) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes());
    if (executable && !file.toFile().setExecutable(true, true)) {
      throw new IOException("cannot be made executable: " + file);
    }
  }
}
