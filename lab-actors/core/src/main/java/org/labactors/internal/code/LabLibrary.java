package org.labactors.internal.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The laboratory's own modules: the jars, or folders of classes, that hold the file {@code
 * META-INF/org.labactors.module}.
 */
final class LabLibrary {

  /** The class loader of the laboratory. */
  static final ClassLoader LOADER = LabLibrary.class.getClassLoader();

  private static final String PACKAGES = "org.labactors.";
  private static final String MARK = "META-INF/org.labactors.module";

  /** The beginnings of the URLs of what the modules hold. */
  private static final Set<String> ROOTS = roots();

  private LabLibrary() {}

  /** Whether the laboratory has a class of this name. */
  static boolean has(String name) {
    return name.startsWith(PACKAGES) && holds(LOADER.getResource(file(name)));
  }

  /** Whether a class is the laboratory's own, and not one of the same name from elsewhere. */
  static boolean has(Class<?> type) {
    return type.getName().startsWith(PACKAGES)
        && holds(type.getResource("/" + file(type.getName())));
  }

  /** Whether a place is in one of the modules. */
  static boolean holds(@Nullable URL place) {
    return place != null && ROOTS.stream().anyMatch(place.toString()::startsWith);
  }

  private static Set<String> roots() {
    Set<String> roots = new HashSet<>();
    try {
      for (URL mark : Collections.list(LOADER.getResources(MARK))) {
        roots.add(mark.toString().substring(0, mark.toString().length() - MARK.length()));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return Set.copyOf(roots);
  }

  private static String file(String name) {
    return name.replace('.', '/') + ".class";
  }
}
