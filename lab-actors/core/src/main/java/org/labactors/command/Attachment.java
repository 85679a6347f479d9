package org.labactors.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.labactors.internal.text.SystemText;

/**
 * A file that is part of a study, such as a script: it travels to the engines and decides, as all
 * of the study does, which results belong together.
 *
 * @param name its path below the folder in which a trial runs
 * @param content what is in it
 * @param executable whether it may be started as a program
 */
public record Attachment(String name, FileContent content, boolean executable) {

  public Attachment {
    Path path = SystemText.path(name);
    if (name.isEmpty() || path.isAbsolute() || path.normalize().startsWith("..")) {
      throw new IllegalArgumentException(
          "name is '" + name + "'; it must be a path below the folder of a trial");
    }
  }

  /**
   * A file of this content.
   *
   * @param name its path below the folder in which a trial runs
   * @param content the text of the file, or its bytes in base 64
   * @param base64 whether the content is in base 64
   * @param executable whether it may be started as a program
   */
  public Attachment(String name, String content, boolean base64, boolean executable) {
    this(name, new FileContent.Inline(content, base64), executable);
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
   * The files in a folder, or those that a pattern names, as they are now; in the order of their
   * names. Files and folders whose names begin with a dot are left out.
   *
   * @param base what names are relative to, here and in the folder of a trial
   * @param pattern a file, a folder with all that is in it, or a pattern such as {@code data/*.csv}
   *     or {@code lib/**.py}, in which two stars stand for folders, too
   * @throws IllegalArgumentException if there is none, or one cannot be read
   */
  public static List<Attachment> all(Path base, String pattern) {
    return AttachedFiles.named(pattern, base::resolve);
  }

  /** A file as it is now, under a name. */
  static Attachment read(String name, Path file) {
    try {
      long size = Files.size(file);
      if (size > Command.MOST_ATTACHED) {
        throw new IllegalArgumentException(Command.tooLarge(size));
      }
      byte[] bytes = Files.readAllBytes(file);
      FileContent content =
          size > Command.MOST_INLINE ? StoredContent.of(bytes) : FileContent.Inline.of(bytes);
      return new Attachment(name, content, Files.isExecutable(file));
    } catch (IOException unreadable) {
      throw new IllegalArgumentException("cannot be read: " + unreadable, unreadable);
    }
  }

  /** The same file with its content apart from the study's text. */
  Attachment stored() {
    return content instanceof FileContent.Inline inline
        ? new Attachment(name, StoredContent.of(inline.bytes()), executable)
        : this;
  }

  /** Puts the file into a folder. */
  void putInto(Path folder) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    content.writeTo(file);
    if (executable && !file.toFile().setExecutable(true, true)) {
      throw new IOException("cannot be made executable: " + file);
    }
  }
}
