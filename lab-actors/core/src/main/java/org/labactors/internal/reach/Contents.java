package org.labactors.internal.reach;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What is at URLs as it is now: each jar is opened once, and not taken from the cache of the
 * virtual machine, for it may have been replaced.
 */
final class Contents implements AutoCloseable {

  private final Map<Path, JarFile> jars = new HashMap<>();

  /**
   * Reads what is at a URL.
   *
   * @param most how many bytes are read
   */
  byte[] read(URL place, int most) throws IOException {
    URLConnection connection = place.openConnection();
    if (connection instanceof JarURLConnection inJar
        && inJar.getJarFileURL().getProtocol().equals("file")) {
      JarFile jar = jar(path(inJar.getJarFileURL()));
      ZipEntry entry = jar.getEntry(inJar.getEntryName());
      if (entry == null) {
        throw new IOException("there is no " + place);
      }
      try (InputStream bytes = jar.getInputStream(entry)) {
        return bytes.readNBytes(most);
      }
    }
    connection.setUseCaches(false);
    try (InputStream bytes = connection.getInputStream()) {
      return bytes.readNBytes(most);
    }
  }

  /** The jar that something is in, if it is in one. */
  static Optional<Path> jarOf(URL place) throws IOException {
    return place.openConnection() instanceof JarURLConnection inJar
            && inJar.getJarFileURL().getProtocol().equals("file")
        ? Optional.of(path(inJar.getJarFileURL()))
        : Optional.empty();
  }

  /** Whether a jar has more classes than so many. */
  boolean isLarge(Path jar, int classes) throws IOException {
    return jar(jar).stream()
            .filter(entry -> entry.getName().endsWith(".class"))
            .limit(classes + 1L)
            .count()
        > classes;
  }

  private static Path path(URL file) throws IOException {
    try {
      return Path.of(file.toURI());
    } catch (URISyntaxException noPath) {
      throw new IOException(noPath);
    }
  }

  private JarFile jar(Path file) throws IOException {
    JarFile jar = jars.get(file);
    if (jar == null) {
      jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
      jars.put(file, jar);
    }
    return jar;
  }

  @Override
  public void close() {
    for (JarFile jar : jars.values()) {
      try {
        jar.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
