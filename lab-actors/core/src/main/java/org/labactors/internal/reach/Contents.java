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
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What is at URLs as it is now: each jar is opened once, and not taken from the cache of the
 * virtual machine, for it may have been replaced.
 */
final class Contents implements AutoCloseable {

  private final Map<String, JarFile> jars = new HashMap<>();

  /**
   * Reads what is at a URL.
   *
   * @param most how many bytes are read
   */
  byte[] read(URL place, int most) throws IOException {
    URLConnection connection = place.openConnection();
    if (connection instanceof JarURLConnection inJar
        && inJar.getJarFileURL().getProtocol().equals("file")) {
      JarFile jar = jar(inJar.getJarFileURL());
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

  private JarFile jar(URL file) throws IOException {
    JarFile jar = jars.get(file.toString());
    if (jar == null) {
      try {
        jar =
            new JarFile(
                Path.of(file.toURI()).toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion());
      } catch (URISyntaxException noPath) {
        throw new IOException(noPath);
      }
      jars.put(file.toString(), jar);
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
