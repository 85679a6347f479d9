package org.labactors.cli.internal.notebook;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.internal.code.CodeLoader;
import org.labactors.internal.code.CodePath;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.Query;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab why}: where a trial's results come from, and what a run would do with it now. */
@Command(
    name = "why",
    description = {
      "Say of trials when they were recorded, by which engine and with which code; whether the code at hand"
          + " is the same, and which methods of which classes have changed if not; and what a run"
          + " would do with them now, and why. Nothing runs, and nothing in the notebook changes."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is said", "2:there is no such trial or result set"},
    footer = {
      "",
      "Example:",
      "  lab why sir.db sir --trial 17",
      "  lab why sir.db sir --where beta=0.3"
    })
public final class WhyCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NOTEBOOK",
      description = "The notebook: a file, or jdbc:postgresql://host:port/database.")
  private String location;

  @Parameters(index = "1", paramLabel = "TAG", description = "The tag of the result set.")
  private String tag;

  @ArgGroup private Which which = new Which();

  /** One way to say which trials. */
  private static final class Which {
    @Option(names = "--trial", paramLabel = "N", description = "The trial of this number, from 0.")
    private @Nullable Long trial;

    @Option(
        names = "--where",
        paramLabel = "name=value",
        arity = "1",
        description = "The trials at which a parameter has this value; may be repeated.")
    private List<String> conditions = new ArrayList<>();
  }

  @Option(
      names = "--code",
      paramLabel = "JAR",
      arity = "1",
      description = "A jar with experiments of your own; may be repeated.")
  private List<Path> code = new ArrayList<>();

  public WhyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Query query;
    try {
      code.forEach(CodePath::check);
    } catch (IllegalArgumentException refusal) {
      throw refused("--code: " + refusal.getMessage());
    }
    try {
      query = Condition.all(which.conditions, Query.ALL);
    } catch (IllegalArgumentException refusal) {
      throw refused(refusal.getMessage());
    }
    try (Notebook notebook = Reading.open(location);
        CodeLoader loader = CodePath.open(code)) {
      WhyReport report = new WhyReport(Reading.resultSet(notebook, tag), loader);
      report.print(which.trial == null ? query : query.ofTrial(which.trial), console);
    }
    return ExitCode.OK;
  }

  private ParameterException refused(@Nullable String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
