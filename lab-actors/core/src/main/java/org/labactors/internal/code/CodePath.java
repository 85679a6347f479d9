package org.labactors.internal.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/** The jars with a user's experiments. */
public final class CodePath {

  private CodePath() {}

  /**
   * Refuses what is no jar.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static void check(Path jar) {
    if (!Files.exists(jar)) {
      throw new IllegalArgumentException("there is no such file: " + jar);
    }
    if (Files.isDirectory(jar)) {
      throw new IllegalArgumentException("is a directory; it must be a jar: " + jar);
    }
    try (JarFile opened = new JarFile(jar.toFile())) {
      opened.size();
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "is not a jar: " + jar + " (" + unreadable.getMessage() + ")", unreadable);
    }
  }

  /** A loader of the jars' classes, and of the application's own. */
  public static CodeLoader open(List<Path> jars) {
    return CodeLoader.of(jars, jars.stream().map(Path::toString).toList());
  }
}
