package org.labactors.cli.internal.run;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.labactors.runfile.RunFile;
import picocli.CommandLine.Option;

/** What the command line may change in any run file, and in several at once. */
public final class RunFileChanges {

  @Option(
      names = "--notebook",
      paramLabel = "NOTEBOOK",
      description = {
        "Another notebook than the run file's: a file, or jdbc:postgresql://host:port/database."
      })
  private @Nullable String notebook;

  @Option(
      names = "--code",
      paramLabel = "JAR",
      arity = "1",
      description = "A jar with experiments of your own; may be repeated.")
  private List<Path> code = new ArrayList<>();

  /** Whether there are any. */
  public boolean areGiven() {
    return notebook != null || !code.isEmpty();
  }

  /**
   * Reads a run file with these changes.
   *
   * @param overrides keys with other values, such as {@code "study.replicates=3"}
   * @throws org.labactors.runfile.RunFileException if it is wrong, with a text for the user
   */
  public RunFile read(Path file, List<String> overrides) {
    List<String> all = new ArrayList<>(overrides);
    if (notebook != null) {
      all.add("notebook=" + ConfigUtil.quoteString(notebook));
    }
    return RunFile.read(file, all, code);
  }
}
