package org.labactors.internal.code;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The jars that every node has: the laboratory's own, and those of the libraries that it needs.
 * They are known by what is in them. A jar with several of them in one has other things too, so it
 * is none of them.
 */
final class LabJars {

  private static final String LIST = "laboratory-jars.txt";

  private LabJars() {}

  /** Where they are, as far as a class loader finds them in files. */
  static Set<Path> places(ClassLoader loader) {
    Map<Path, Integer> marks = new HashMap<>();
    for (String file : files()) {
      places(loader, file).forEach(place -> marks.merge(place, 1, Integer::sum));
    }
    marks.values().removeIf(count -> count > 1);
    return Set.copyOf(marks.keySet());
  }

  /** One file of each of them. */
  static List<String> files() {
    try (InputStream list = LabJars.class.getResourceAsStream(LIST)) {
      if (list == null) {
        throw new IllegalStateException("the laboratory's jar lacks " + LIST);
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8));
      return lines.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Set<Path> places(ClassLoader loader, String file) {
    Set<Path> places = new HashSet<>();
    try {
      for (URL url : Collections.list(loader.getResources(file))) {
        placeOf(url.toString(), file).ifPresent(places::add);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return places;
  }

  private static Optional<Path> placeOf(String url, String file) {
    String jar = "jar:";
    String place =
        url.startsWith(jar)
            ? url.substring(jar.length()).replaceFirst("!/\\Q" + file + "\\E$", "")
            : url.substring(0, url.length() - file.length());
    try {
      return place.startsWith("file:")
          ? Optional.of(ClassPath.real(Path.of(new URI(place))))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException notAFile) {
      return Optional.empty();
    }
  }
}
