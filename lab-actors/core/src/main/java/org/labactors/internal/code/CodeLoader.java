package org.labactors.internal.code;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the code of a study: what is in its jars from there, so that another version of a class
 * elsewhere does not matter, and the rest from where the laboratory's own classes come from.
 *
 * <p>Classes of the Java platform and of the laboratory are the same for all: they are never taken
 * from the jars, though a jar may have copies of them. The same goes for the annotations by which
 * experiments tell how they are written down.
 */
public final class CodeLoader extends URLClassLoader {

  static {
    registerAsParallelCapable();
  }

  /** So many jars are named in texts. */
  private static final int MOST_NAMED = 8;

  private static final String ANNOTATIONS = "com.fasterxml.jackson.annotation.";

  private final List<String> names;

  private CodeLoader(URL[] urls, List<String> names) {
    super("code of the study", urls, LabLibrary.LOADER);
    this.names = List.copyOf(names);
  }

  /**
   * A loader for jars.
   *
   * @param jars the files, the first to be looked into first
   * @param names what they are called in texts for the user
   */
  public static CodeLoader of(List<Path> jars, List<String> names) {
    List<URL> urls = new ArrayList<>(jars.size());
    try {
      for (Path jar : jars) {
        urls.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException impossible) {
      throw new AssertionError("every path has a URL", impossible);
    }
    CodeLoader loader = new CodeLoader(urls.toArray(URL[]::new), names);
    // Opens all jars now, so that it does not matter when one is replaced or deleted later.
    @Nullable URL unused = loader.findResource("META-INF/MANIFEST.MF/none");
    return loader;
  }

  /** Where a class loader looks for classes, in words. */
  static String searched(ClassLoader loader) {
    String own = "the laboratory's own class path";
    if (!(loader instanceof CodeLoader code) || code.names.isEmpty()) {
      return own;
    }
    int more = code.names.size() - MOST_NAMED;
    return String.join(", ", code.names.subList(0, Math.min(MOST_NAMED, code.names.size())))
        + (more > 0 ? ", " + more + (more == 1 ? " more jar" : " more jars") : "")
        + " and "
        + own;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> own = findLoadedClass(name);
      if (own == null && !isShared(name)) {
        own = findOwn(name);
      }
      return own == null ? super.loadClass(name, resolve) : own;
    }
  }

  private @Nullable Class<?> findOwn(String name) {
    try {
      return findClass(name);
    } catch (ClassNotFoundException elsewhere) {
      return null;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  private static boolean isShared(String name) {
    return name.startsWith(ANNOTATIONS) || isOfPlatform(name) || LabLibrary.has(name);
  }

  private static boolean isOfPlatform(String name) {
    return ClassLoader.getPlatformClassLoader().getResource(file(name)) != null;
  }

  private static String file(String name) {
    return name.replace('.', '/') + ".class";
  }
}
