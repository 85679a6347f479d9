package org.labactors.study;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** The jars with a user's experiments. */
final class CodePath {

  private CodePath() {}

  /**
   * Refuses what is no jar.
   *
   * @throws IllegalArgumentException with the reason
   */
  static void check(Path jar) {
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

  /** A loader of the application's own classes and those of the jars. */
  static URLClassLoader open(List<Path> jars) {
    List<URL> urls = new ArrayList<>(jars.size());
    try {
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException impossible) {
      throw new AssertionError("every path has a URL", impossible);
    }
    return new URLClassLoader(
        "code of the study", urls.toArray(URL[]::new), CodePath.class.getClassLoader());
  }
}
