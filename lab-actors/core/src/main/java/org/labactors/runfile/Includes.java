package org.labactors.runfile;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Includes files in a run file, relative to the one that names them, and refuses to include what is
 * not there, which HOCON would pass over in silence.
 *
 * @param folder the folder of the run file
 * @param usual how HOCON includes
 */
record Includes(Path folder, @Nullable ConfigIncluder usual)
    implements ConfigIncluder, ConfigIncluderFile {

  Includes(Path folder) {
    this(folder, null);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return new Includes(folder, fallback);
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    ConfigParseable relative = context.relativeTo(what);
    boolean inFile = relative != null && relative.origin().filename() != null;
    if (usual != null && (inFile || isAddress(what))) {
      ConfigObject included = usual.include(context, what);
      return inFile ? checked(included, Path.of(relative.origin().filename()), what) : included;
    }
    return includeFile(context, what, folder.resolve(what));
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File what) {
    return includeFile(context, what.toString(), what.toPath());
  }

  private static ConfigObject includeFile(ConfigIncludeContext context, String what, Path file) {
    ConfigParseOptions options =
        context.parseOptions().setSyntax(null).setOriginDescription(null).setAllowMissing(true);
    ConfigObject included =
        ConfigFactory.parseFileAnySyntax(file.toAbsolutePath().toFile(), options).root();
    return checked(included, file, what);
  }

  /** Refuses a file that is not there or no text in UTF-8. */
  private static ConfigObject checked(ConfigObject included, Path file, String what) {
    if (included.isEmpty()) {
      checkThere(file, what);
    }
    String name = included.origin().filename();
    if (name != null) {
      RunFileText.read(Path.of(name));
    }
    return included;
  }

  private static boolean isAddress(String what) {
    return what.matches("[a-zA-Z]{2,}:.*");
  }

  /** HOCON leaves out the end of a name. */
  private static void checkThere(Path file, String what) {
    if (Stream.of("", ".conf", ".json", ".properties")
        .noneMatch(end -> Files.isRegularFile(Path.of(file + end)))) {
      throw new ConfigException.Generic("the included file \"" + what + "\" is not there");
    }
  }
}
