package org.labactors.study;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.labactors.text.SystemText;

/**
 * The text of a run file as a tree, with overrides in it, and where in the text each part stands.
 */
final class RunFileSource {

  private static final String OVERRIDE = "--set ";
  private static final String ENVIRONMENT = "env var ";
  private static final Pattern LINE = Pattern.compile(": \\d+$");

  private final Path file;
  private final ConfigObject root;

  private RunFileSource(Path file, ConfigObject root) {
    this.file = file;
    this.root = root;
  }

  static RunFileSource read(Path file, List<String> overrides) {
    checkReadable(file);
    try {
      Config config = parse(file);
      for (String override : overrides) {
        config = parse(override).withFallback(config);
      }
      return new RunFileSource(file, config.resolve().root());
    } catch (ConfigException.UnresolvedSubstitution unresolved) {
      throw refused(
          file,
          unresolved,
          "Set it in the environment, or define it in the file; ${?NAME} with a question mark may"
              + " stay undefined.");
    } catch (ConfigException wrong) {
      throw refused(file, wrong, "");
    }
  }

  private static Config parse(Path file) {
    return ConfigFactory.parseFile(
        file.toFile(),
        ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new Includes(null)));
  }

  private static Config parse(String override) {
    int equals = override.indexOf('=');
    if (equals <= 0) {
      throw new RunFileException(
          OVERRIDE + override + ": must be a key, '=' and a value, such as study.seed=7", null);
    }
    return ConfigFactory.parseString(
        override, ConfigParseOptions.defaults().setOriginDescription(OVERRIDE + override));
  }

  private static void checkReadable(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new RunFileException(file + ": is a directory; it must be a run file", null);
      }
      Files.readString(file);
    } catch (CharacterCodingException binary) {
      throw new RunFileException(file + ": is not text in UTF-8", binary);
    } catch (NoSuchFileException missing) {
      throw new RunFileException(file + ": there is no such file", missing);
    } catch (AccessDeniedException denied) {
      throw new RunFileException(file + ": may not be read; see its permissions", denied);
    } catch (IOException unreadable) {
      throw new RunFileException(file + ": cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private static RunFileException refused(Path file, ConfigException wrong, String remedy) {
    ConfigOrigin origin = wrong.origin();
    String text = String.valueOf(wrong.getMessage());
    String prefix = origin == null ? "" : origin.description() + ": ";
    String problem = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    if (problem.contains("end of file")) {
      return refused(
          file, wrong, "the text ends too early", "A brace, a bracket or a quote is not closed.");
    }
    if (problem.contains("'$' not followed by {")) {
      return refused(
          file,
          wrong,
          "there is a $ outside of quotes",
          "Put the value in double quotes, such as \"org.example.Lattices$Square\".");
    }
    return refused(file, wrong, problem, remedy);
  }

  private static RunFileException refused(
      Path file, ConfigException wrong, String problem, String remedy) {
    ConfigOrigin origin = wrong.origin();
    return new RunFileException(
        (origin == null ? file.toString() : where(file, origin))
            + ": "
            + problem
            + (remedy.isEmpty() ? "" : "\n" + remedy),
        wrong);
  }

  ConfigObject root() {
    return root;
  }

  Path file() {
    return file;
  }

  /**
   * A file named in the run file; a relative one is relative to it.
   *
   * @throws IllegalArgumentException if this JVM cannot name such a file
   */
  Path resolve(String name) {
    Path parent = file.getParent();
    Path path = SystemText.path(name);
    return parent == null ? path : parent.resolve(path);
  }

  /** File and line of a part; or the override or the environment variable it came from. */
  String where(ConfigOrigin origin) {
    return where(file, origin);
  }

  private static String where(Path file, ConfigOrigin origin) {
    String name = origin.filename();
    if (name != null) {
      return shown(file, Path.of(name))
          + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "");
    }
    String description = LINE.matcher(origin.description()).replaceFirst("");
    if (description.startsWith(OVERRIDE)) {
      return description;
    }
    return isEnvironment(origin)
        ? "environment variable " + description.substring(ENVIRONMENT.length())
        : file.toString();
  }

  /** Whether a value came from an environment variable, where everything is text. */
  static boolean isEnvironment(ConfigOrigin origin) {
    return origin.description().startsWith(ENVIRONMENT);
  }

  /** A file as the user would write it, who wrote this run file's name. */
  private static Path shown(Path file, Path name) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path absolute = name.toAbsolutePath().normalize();
    if (folder == null || !absolute.startsWith(folder)) {
      return name;
    }
    return file.resolveSibling(folder.relativize(absolute).toString());
  }

  /** Refuses to include what is not there, which HOCON would pass over in silence. */
  private record Includes(@Nullable ConfigIncluder usual) implements ConfigIncluder {

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
      return new Includes(fallback);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
      if (usual == null) {
        throw new IllegalStateException("nothing is there to include " + what);
      }
      ConfigObject included = usual.include(context, what);
      String name = included.origin().filename();
      if (name != null) {
        checkReadable(Path.of(name));
      }
      if (included.isEmpty()) {
        checkThere(context.relativeTo(what), what, context);
      }
      return included;
    }

    private static void checkThere(
        @Nullable ConfigParseable named, String what, ConfigIncludeContext context) {
      if (named == null) {
        throw new ConfigException.Generic("the included file \"" + what + "\" is not there");
      }
      try {
        named.parse(context.parseOptions().setAllowMissing(false));
      } catch (ConfigException.IO missing) {
        throw new ConfigException.Generic(
            "the included file \"" + what + "\" is not there", missing);
      }
    }
  }
}
