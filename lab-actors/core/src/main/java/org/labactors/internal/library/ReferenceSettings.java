package org.labactors.internal.library;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigResolveOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that libraries bring, each in a file {@code reference.conf} in its jar. A program
 * that is packed into one jar easily keeps only one of these files.
 */
public final class ReferenceSettings {

  /** A key of each library whose settings are needed. */
  private static final Map<String, String> KEYS =
      new TreeMap<>(
          Map.of(
              "lab-actors", "lab.slice",
              "akka-actor", "akka.actor.provider",
              "akka-actor-typed", "akka.actor.typed.restart-stash-capacity",
              "akka-cluster", "akka.cluster.downing-provider-class",
              "akka-cluster-typed", "akka.cluster.typed.receptionist.write-consistency",
              "akka-coordination", "akka.coordination.lease.lease-class",
              "akka-distributed-data", "akka.cluster.distributed-data.name",
              "akka-remote", "akka.remote.artery.transport",
              "akka-serialization-jackson", "akka.serialization.jackson.jackson-modules",
              "akka-stream", "akka.stream.materializer.dispatcher"));

  private ReferenceSettings() {}

  /**
   * As {@link ConfigFactory#load()}: the settings of system properties, {@code application.conf}
   * and the libraries.
   *
   * @throws LibraryException if those of a library are missing
   */
  public static Config load() {
    try {
      Config loaded = ConfigFactory.load();
      check(loaded);
      return loaded;
    } catch (ConfigException.UnresolvedSubstitution reference) {
      // Maybe it refers to settings of another library.
      check(
          ConfigFactory.parseResources("reference.conf")
              .resolve(ConfigResolveOptions.defaults().setAllowUnresolved(true)));
      throw reference;
    }
  }

  /**
   * Checks that settings hold those of the laboratory.
   *
   * @throws LibraryException if they do not
   */
  public static void checkLab(Config settings) {
    if (!has(settings, "lab")) {
      throw new LibraryException(
          text(List.of("lab-actors"))
              + "\nA Config of a program's own needs .withFallback(ConfigFactory.load()).");
    }
  }

  private static void check(Config settings) {
    List<String> without =
        KEYS.entrySet().stream()
            .filter(library -> !has(settings, library.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    if (!without.isEmpty()) {
      throw new LibraryException(text(without));
    }
  }

  private static boolean has(Config settings, String key) {
    try {
      return settings.hasPathOrNull(key);
    } catch (ConfigException.NotResolved present) {
      return true;
    }
  }

  private static String text(List<String> libraries) {
    return "the settings of "
        + String.join(", ", libraries)
        + " are missing\nEach library has them in a file reference.conf in its jar. Whoever packs a"
        + " program into one jar must append these files to each other, with maven-shade-plugin by\n"
        + "  <transformer implementation=\"org.apache.maven.plugins.shade.resource.AppendingTransformer\">\n"
        + "    <resource>reference.conf</resource>\n"
        + "  </transformer>\n"
        + "See \"A program in one jar\" in lab-actors/docs/embedding.md.";
  }
}
