package org.labactors.internal.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The locale that programs run in: UTF-8, and apart from that the plain rules of C. What a program
 * reads, sorts and writes must not depend on the machine that it happens to run on, nor on who
 * started the engine.
 */
public final class ProgramLocale {

  private static final String PLAIN = "C.UTF-8";

  /** In the order of preference. macOS has no C.UTF-8 before its version 15. */
  private static final List<String> NAMES = List.of("C.utf8", PLAIN, "en_US.utf8", "en_US.UTF-8");

  private ProgramLocale() {}

  /** Found once for each JVM. */
  private static final class Found {
    static final String NAME = choose(installed());
  }

  /** What it is called on this machine. */
  public static String name() {
    return Found.NAME;
  }

  /** Sets this locale in an environment, in place of any other. */
  public static void setIn(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(name -> name.startsWith("LC_") || List.of("LANG", "LANGUAGE").contains(name));
    environment.put("LANG", name());
  }

  /**
   * One of these.
   *
   * @param installed the locales of this machine, as {@code locale -a} writes them
   */
  public static String choose(List<String> installed) {
    if (NAMES.subList(0, 2).stream().anyMatch(installed::contains)) {
      return PLAIN;
    }
    return NAMES.stream()
        .filter(installed::contains)
        .findFirst()
        .or(() -> installed.stream().filter(name -> name.matches("(?i).*\\.utf-?8")).findFirst())
        // Where locales are not installed one by one, as with musl, this is one of them.
        .orElse(PLAIN);
  }

  private static List<String> installed() {
    try {
      Process locale = new ProcessBuilder("locale", "-a").redirectErrorStream(true).start();
      locale.getOutputStream().close();
      try (InputStream names = locale.getInputStream()) {
        // Names of locales are ASCII; old ones, which are not, do not matter.
        return new String(names.readAllBytes(), StandardCharsets.ISO_8859_1).lines().toList();
      }
    } catch (IOException noSuchProgram) {
      return List.of();
    }
  }
}
