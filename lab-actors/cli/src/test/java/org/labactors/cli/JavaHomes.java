package org.labactors.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Where the releases of Java are on this machine. */
final class JavaHomes {

  private JavaHomes() {}

  /** The folder of the JDK that runs this JVM. */
  static Path here() {
    return Path.of(System.getProperty("java.home"));
  }

  /**
   * The folder of a JDK: that of this JVM if it is of the release, that which the variable {@code
   * JAVA_HOME_25} names, or one that is installed beside this JVM.
   */
  static Optional<Path> of(int release) throws IOException {
    if (Runtime.version().feature() == release) {
      return Optional.of(here());
    }
    String named = System.getenv("JAVA_HOME_" + release);
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path parent = here().toRealPath().getParent();
    if (parent == null) {
      return Optional.empty();
    }
    try (Stream<Path> beside = Files.list(parent)) {
      return beside.filter(home -> isOf(home, release)).sorted().findFirst();
    }
  }

  private static boolean isOf(Path home, int release) {
    try {
      return version(home).feature() == release;
    } catch (UncheckedIOException | IllegalArgumentException none) {
      return false;
    }
  }

  /** The version of a JDK: that of this JVM, or what is written in the folder. */
  static Runtime.Version version(Path home) {
    if (home.equals(here())) {
      return Runtime.version();
    }
    Properties release = new Properties();
    try (Reader file = Files.newBufferedReader(home.resolve("release"))) {
      release.load(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return Runtime.Version.parse(
        release
            .getProperty("JAVA_RUNTIME_VERSION", release.getProperty("JAVA_VERSION", ""))
            .replace("\"", ""));
  }
}
