package org.labactors.cli.internal.run;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.node.Profile;
import org.labactors.runfile.RunFile;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run file, and what the command line changes in it. */
final class RunFileArguments {

  @Parameters(paramLabel = "FILE.conf", description = "The run file.")
  private Path file;

  @Mixin private RunFileChanges changes;

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Another tag for the result set than the run file's.")
  private @Nullable String tag;

  @Option(
      names = "--max-failures",
      paramLabel = "N|P%|none",
      description = {
        "Stop when more than N trials, or P %% of all, have failed; or never.",
        "Otherwise a run stops when 20 trials have failed in the same way and none has succeeded."
      })
  private @Nullable String maxFailures;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      arity = "1",
      description = {
        "Another value for a key of the run file; may be repeated.",
        "Say --set study.parameters.x.points=320"
      })
  private List<String> settings = new ArrayList<>();

  /**
   * Reads it.
   *
   * @throws org.labactors.runfile.RunFileException if it is wrong, with a text for the user
   */
  RunFile read() {
    return read(settings);
  }

  /** As {@link #read()}, but leaves out the settings that a profile is concerned with. */
  RunFile readBesideProfile() {
    return read(settings.stream().filter(setting -> !Profile.concerns(setting)).toList());
  }

  /** The settings that a profile is concerned with. */
  List<String> ofProfile() {
    return settings.stream().filter(Profile::concerns).toList();
  }

  private RunFile read(List<String> keys) {
    List<String> overrides = new ArrayList<>(keys);
    if (tag != null) {
      overrides.add("study.tag=" + ConfigUtil.quoteString(tag));
    }
    if (maxFailures != null) {
      overrides.add("study.max-failures=" + ConfigUtil.quoteString(maxFailures));
    }
    return changes.read(file, overrides);
  }
}
