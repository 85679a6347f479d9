package org.labactors.internal.code;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The jars and folders of classes that this program runs on, in the order in which they are looked
 * into. Jars that the manifest of another names belong to them, as they do for the virtual machine.
 */
final class ClassPath {

  private final Set<Path> entries = new LinkedHashSet<>();

  private ClassPath() {}

  /** What the virtual machine was started with, and the loaders of these classes have. */
  static List<Path> of(Collection<Class<?>> classes) {
    ClassPath path = new ClassPath();
    for (Class<?> type : classes) {
      for (ClassLoader each = type.getClassLoader(); each != null; each = each.getParent()) {
        path.addUrls(each);
      }
    }
    path.addAll(System.getProperty("java.class.path", ""), false);
    path.addAll(System.getProperty("jdk.module.path", ""), true);
    return List.copyOf(path.entries);
  }

  /** Some jars, with those that their manifests name. */
  static List<Path> of(List<Path> jars) {
    ClassPath path = new ClassPath();
    for (Path jar : jars) {
      path.entries.add(jar.toAbsolutePath().normalize()); // one that is gone is for others to tell
      path.addNamedBy(jar.toAbsolutePath().normalize());
    }
    return List.copyOf(path.entries);
  }

  /** A file by its own name, whatever links lead to it. */
  static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException gone) {
      return file.toAbsolutePath().normalize();
    }
  }

  private void addUrls(ClassLoader loader) {
    if (loader instanceof URLClassLoader urls && !(loader instanceof CodeLoader)) {
      for (URL url : urls.getURLs()) {
        file(url.toString()).ifPresent(this::add);
      }
    }
  }

  private void addAll(String path, boolean ofModules) {
    for (String each : path.split(File.pathSeparator, -1)) {
      if (!each.isEmpty()) {
        Path entry = Path.of(each);
        if (ofModules && Files.isDirectory(entry) && !isModule(entry)) {
          addModulesIn(entry);
        } else {
          add(entry);
        }
      }
    }
  }

  private void addModulesIn(Path folder) {
    List<Path> modules = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (isModule(file) || file.toString().endsWith(".jar")) {
          modules.add(file);
        }
      }
    } catch (IOException unreadable) {
      return; // The virtual machine has found nothing in it either.
    }
    modules.stream().sorted().forEach(this::add);
  }

  private static boolean isModule(Path folder) {
    return Files.exists(folder.resolve("module-info.class"));
  }

  private void add(Path entry) {
    Path place = entry.toAbsolutePath().normalize();
    if (Files.isReadable(place) && entries.add(place) && Files.isRegularFile(place)) {
      addNamedBy(place);
    }
  }

  private void addNamedBy(Path jar) {
    for (String each : namedBy(jar).split("\\s+", -1)) {
      if (!each.isEmpty()) {
        try {
          file(jar.toUri().resolve(each).toString()).ifPresent(this::add);
        } catch (IllegalArgumentException notAnAddress) {
          // The virtual machine passes over it, too.
        }
      }
    }
  }

  private static String namedBy(Path jar) {
    try (JarFile opened = new JarFile(jar.toFile())) {
      @Nullable Manifest manifest = opened.getManifest();
      String named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return named == null ? "" : named;
    } catch (IOException notAJar) {
      return "";
    }
  }

  private static Optional<Path> file(String url) {
    try {
      return url.startsWith("file:") ? Optional.of(Path.of(new URI(url))) : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException notAFile) {
      return Optional.empty();
    }
  }
}
