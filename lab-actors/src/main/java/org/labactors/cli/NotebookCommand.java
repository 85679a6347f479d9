package org.labactors.cli;

import java.util.concurrent.Callable;
import org.labactors.notebook.Notebook;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab notebook}: what is in a notebook. */
@Command(
    name = "notebook",
    description = "Look into a notebook.",
    mixinStandardHelpOptions = true,
    versionProvider = LabCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = NotebookCommand.Show.class)
final class NotebookCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_INPUT;
  }

  /** {@code lab notebook show}. */
  @Command(
      name = "show",
      description =
          "List the result sets of a notebook, with what is recorded and what is missing.",
      mixinStandardHelpOptions = true,
      versionProvider = LabCommand.Version.class)
  static final class Show implements Callable<Integer> {

    private final Console console;

    @Parameters(
        paramLabel = "NOTEBOOK",
        description = "The notebook: a file, or jdbc:postgresql://host:port/database.")
    private String location;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "table",
        description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if not given.")
    private NotebookReport.Format format;

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      try (Notebook notebook = Reading.open(location)) {
        NotebookReport.of(notebook).print(format, console);
      }
      return ExitCode.OK;
    }
  }
}
