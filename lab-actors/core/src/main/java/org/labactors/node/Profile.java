package org.labactors.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file that describes nodes, in HOCON: settings under {@code lab}, of which {@code
 * reference.conf} explains each, and any of Akka's.
 */
public final class Profile {

  private static final String SUFFIX = ".conf";
  private static final String OVERRIDE = "--set ";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
  private static final Pattern LINE = Pattern.compile(": \\d+$");

  private final Config config;

  private Profile(Config config) {
    this.config = config;
  }

  /**
   * Reads a profile.
   *
   * @param nameOrFile a file, or the name of one of the profiles in {@code folder}
   * @param folder where profiles with names are
   * @param overrides keys with other values, such as {@code "lab.node.port=25521"}; the last wins
   * @throws NodeException if there is none or it is wrong; the text says where and what is allowed
   */
  public static Profile read(String nameOrFile, Path folder, List<String> overrides) {
    Path file = find(nameOrFile, folder);
    checkText(file);
    try {
      Config config =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      for (String override : overrides) {
        config = parseOverride(override).withFallback(config);
      }
      Config own = config.resolve();
      check(own);
      return new Profile(own);
    } catch (ConfigException wrong) {
      throw refused(wrong);
    }
  }

  private static void checkText(Path file) {
    try {
      Files.readString(file);
    } catch (CharacterCodingException binary) {
      throw new NodeException(file + ": is not text in UTF-8", binary);
    } catch (IOException unreadable) {
      throw new NodeException(file + ": cannot be read: " + unreadable, unreadable);
    }
  }

  /**
   * A profile in HOCON, not in a file.
   *
   * @throws NodeException if it is wrong; the text says where and what is allowed
   */
  public static Profile parse(String hocon) {
    try {
      Config own =
          ConfigFactory.parseString(
                  hocon, ConfigParseOptions.defaults().setOriginDescription("profile"))
              .resolve();
      check(own);
      return new Profile(own);
    } catch (ConfigException wrong) {
      throw refused(wrong);
    }
  }

  private static Path find(String nameOrFile, Path folder) {
    if (!NAME.matcher(nameOrFile).matches()) {
      Path file = Path.of(nameOrFile);
      if (!Files.isRegularFile(file)) {
        throw new NodeException("--profile " + nameOrFile + ": there is no such file", null);
      }
      return file;
    }
    Path file = folder.resolve(nameOrFile + SUFFIX);
    if (!Files.isRegularFile(file)) {
      throw new NodeException(
          "--profile "
              + nameOrFile
              + ": there is no such profile in "
              + folder
              + "\nThere are "
              + String.join(", ", names(folder))
              + "; or name a file that ends in .conf.",
          null);
    }
    return file;
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException noFolder) {
      return List.of("none");
    }
  }

  private static Config parseOverride(String override) {
    if (override.indexOf('=') <= 0) {
      throw new NodeException(
          OVERRIDE + override + ": must be a key, '=' and a value, such as lab.node.port=25521",
          null);
    }
    return ConfigFactory.parseString(
        override, ConfigParseOptions.defaults().setOriginDescription(OVERRIDE + override));
  }

  /** Refuses keys that mean nothing. */
  private static void check(Config own) {
    ConfigObject known = ConfigFactory.defaultReference().getConfig("lab").root();
    own.root()
        .forEach(
            (key, value) -> {
              if (key.equals("lab")) {
                checkKeys("lab", value, known);
              } else if (!key.equals("akka")) {
                throw unknown(key, value, List.of("akka", "lab"));
              }
            });
  }

  private static void checkKeys(String path, ConfigValue value, ConfigObject known) {
    if (!(value instanceof ConfigObject object)) {
      return;
    }
    object.forEach(
        (key, element) -> {
          String full = path + "." + key;
          ConfigValue reference = known.get(key);
          if (reference == null) {
            throw unknown(full, element, new TreeSet<>(known.keySet()));
          }
          if (reference instanceof ConfigObject section && !key.endsWith("-dispatcher")) {
            checkKeys(full, element, section);
          }
        });
  }

  private static NodeException unknown(String key, ConfigValue value, Iterable<String> allowed) {
    return new NodeException(
        where(value.origin())
            + ": "
            + key
            + ": there is no such key\nThere are "
            + String.join(", ", allowed)
            + ".",
        null);
  }

  /** What it says, without defaults. */
  Config config() {
    return config;
  }

  /** A value, refused. */
  static NodeException refused(Config config, String key, String allowed) {
    ConfigValue value = config.getValue(key);
    return new NodeException(
        where(value.origin())
            + ": "
            + key
            + " = "
            + (value.valueType() == ConfigValueType.STRING
                ? value.unwrapped()
                : value.render(ConfigRenderOptions.concise()))
            + ": must be "
            + allowed,
        null);
  }

  /** What makes no sense, in a text that begins with its key. */
  static NodeException refused(Config config, IllegalArgumentException wrong) {
    String text = String.valueOf(wrong.getMessage());
    String key = text.substring(0, text.indexOf(' '));
    return new NodeException(where(config.getValue(key).origin()) + ": " + text, wrong);
  }

  /** What the library for such files found, in the lab's words. */
  static NodeException refused(ConfigException wrong) {
    ConfigOrigin origin = wrong.origin();
    String text = String.valueOf(wrong.getMessage());
    if (origin == null) {
      return new NodeException(text, wrong);
    }
    String prefix = origin.description() + ": ";
    return new NodeException(
        where(origin) + ": " + (text.startsWith(prefix) ? text.substring(prefix.length()) : text),
        wrong);
  }

  private static String where(ConfigOrigin origin) {
    @Nullable String name = origin.filename();
    if (name != null) {
      return name + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "");
    }
    return LINE.matcher(origin.description()).replaceFirst("");
  }

  /** Whether a key is one of a profile's, and not of a run file's. */
  public static boolean concerns(String override) {
    return override.startsWith("lab.") || override.startsWith("akka.");
  }
}
