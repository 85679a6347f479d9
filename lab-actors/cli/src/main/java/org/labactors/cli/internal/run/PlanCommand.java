package org.labactors.cli.internal.run;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.labactors.Lab;
import org.labactors.cli.internal.notebook.Reading;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;
import org.labactors.runfile.RunFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lab plan}: what {@code lab run} would do. */
@Command(
    name = "plan",
    description = "Say what would run, and what is recorded already; run and change nothing.",
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the study can run; with --extend if it has grown",
      "2:it would be refused, even if no other lab writes the notebook; the text says why",
      "1:it could not be said"
    })
public final class PlanCommand implements Callable<Integer> {

  private final Console console;

  @Spec private CommandSpec spec;
  @Mixin private RunFileArguments runFile;

  public PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (RunFile file = runFile.read()) {
      if (Lab.checksCode()) {
        file.requireCode();
      }
      LocalLab.of(file.notebook(), file.engines()).check(file.tag(), file.study());
      return plan(file);
    } catch (IllegalArgumentException refusal) {
      throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
    }
  }

  private int plan(RunFile file) {
    try (Notebook notebook = Reading.openIfThere(file.notebook()).orElse(null)) {
      Optional<ResultSet> recorded =
          notebook == null ? Optional.empty() : notebook.resultSet(file.tag());
      Plan plan = Plan.of(file, recorded);
      plan.print(console);
      return plan.differences().isEmpty() ? ExitCode.OK : ExitCode.WRONG_INPUT;
    }
  }
}
