package org.labactors.runfile;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.labactors.internal.text.SystemText;

/**
 * The text of a run file as a tree, with overrides in it, and where in the text each part stands.
 */
final class RunFileSource {

  private static final String OVERRIDE = "--set ";
  private static final String ENVIRONMENT = "env var ";
  private static final Pattern LINE = Pattern.compile(": \\d+(-\\d+)?$");
  private static final Pattern SEVERAL_LINES = Pattern.compile(": \\d+-\\d+$");
  private static final Pattern NUMBER_AS_KEY =
      Pattern.compile("^Key '(\\d[^']*)' may not be followed by token");

  private final Path file;
  private final String text;
  private final ConfigObject root;
  private final Map<String, QuotedTexts> quotes = new HashMap<>();

  private RunFileSource(Path file, String text, ConfigObject root) {
    this.file = file;
    this.text = text;
    this.root = root;
  }

  static RunFileSource read(Path file, List<String> overrides) {
    String text = RunFileText.read(file);
    try {
      Config config = parse(file, text);
      for (String override : overrides) {
        config = parse(override).withFallback(config);
      }
      return new RunFileSource(file, text, config.resolve().root());
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

  private static Config parse(Path file, String text) {
    return ConfigFactory.parseString(
        text,
        ConfigParseOptions.defaults()
            .setSyntax(file.toString().endsWith(".json") ? ConfigSyntax.JSON : ConfigSyntax.CONF)
            .setOriginDescription(file.toString())
            .setIncluder(new Includes(folder(file))));
  }

  /** The folder to which names in a run file are relative; of a pipe the current one. */
  private static Path folder(Path file) {
    Path parent = isPipe(file) ? null : file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static boolean isPipe(Path file) {
    Path absolute = file.toAbsolutePath();
    return absolute.startsWith("/dev")
        || absolute.startsWith("/proc")
        || !Files.isRegularFile(file);
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

  private static RunFileException refused(Path file, ConfigException wrong, String remedy) {
    ConfigOrigin origin = wrong.origin();
    String text = String.valueOf(wrong.getMessage());
    String prefix = origin == null ? "" : origin.description() + ": ";
    String problem = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
    Matcher comma = NUMBER_AS_KEY.matcher(problem);
    if (comma.find()) {
      return refused(
          file,
          wrong,
          "the comma before " + comma.group(1) + ", here or above, ends a value",
          "Write a number with a decimal point, such as 1.5, and a list in brackets, such as [1, 5].");
    }
    if (problem.contains("end of file")) {
      return refused(
          file, wrong, "the text ends too early", "A brace, a bracket or a quote is not closed.");
    }
    if (problem.contains("'+' not followed by =")) {
      return refused(
          file,
          wrong,
          "there is a + outside of quotes",
          "A number has no sign +: write 5, not +5. Put a string in double quotes.");
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
    return folder(file).resolve(SystemText.path(name));
  }

  /** Whether it has no name of its own. */
  boolean isPipe() {
    return isPipe(file);
  }

  /**
   * Whether a string that looks like a number stands in quotes where it comes from. Where that is
   * not known, it does.
   */
  boolean isQuoted(ConfigValue value, String string) {
    ConfigOrigin origin = value.origin();
    String description = withoutLine(origin);
    String name = origin.filename();
    if (SEVERAL_LINES.matcher(origin.description()).find()) {
      return false; // put together of pieces
    }
    if (name == null && !description.startsWith(OVERRIDE) && !isMain(origin)) {
      return true;
    }
    return quotes
        .computeIfAbsent(
            name != null ? name : description,
            source ->
                QuotedTexts.of(
                    name != null
                        ? RunFileText.read(Path.of(name))
                        : isMain(origin) ? text : description.substring(OVERRIDE.length())))
        .isQuoted(origin.lineNumber(), string);
  }

  private boolean isMain(ConfigOrigin origin) {
    return origin.filename() == null && withoutLine(origin).equals(file.toString());
  }

  private static String withoutLine(ConfigOrigin origin) {
    return LINE.matcher(origin.description()).replaceFirst("");
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
    String description = withoutLine(origin);
    if (description.startsWith(OVERRIDE)) {
      return description;
    }
    return isEnvironment(origin)
        ? "environment variable " + description.substring(ENVIRONMENT.length())
        : file + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "");
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
}
