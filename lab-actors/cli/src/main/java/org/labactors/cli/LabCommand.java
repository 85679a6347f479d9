package org.labactors.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.labactors.cli.internal.cluster.ClusterCommand;
import org.labactors.cli.internal.cluster.ClusterStart;
import org.labactors.cli.internal.cluster.ClusterStatus;
import org.labactors.cli.internal.cluster.ClusterStop;
import org.labactors.cli.internal.cluster.KeysCommand;
import org.labactors.cli.internal.cluster.NodeCommand;
import org.labactors.cli.internal.notebook.ExportCommand;
import org.labactors.cli.internal.notebook.ImportCommand;
import org.labactors.cli.internal.notebook.MergeCommand;
import org.labactors.cli.internal.notebook.NotebookCommand;
import org.labactors.cli.internal.notebook.PlotCommand;
import org.labactors.cli.internal.notebook.ReplayCommand;
import org.labactors.cli.internal.notebook.WhyCommand;
import org.labactors.cli.internal.run.AuditCommand;
import org.labactors.cli.internal.run.PlanCommand;
import org.labactors.cli.internal.run.RunCommand;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ErrorHandler;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.FaultWatch;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.StandardOutput;
import org.labactors.internal.text.SystemText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab}: what comes before the name of a command, and the start of it all. */
@Command(
    name = "lab",
    description = "A laboratory for computational experiments.",
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Example:",
      "  lab plan config/studies/curve.conf    what would run",
      "  lab run config/studies/curve.conf     run it, or go on with it",
      "",
      "Options for the Java machine go into LAB_JAVA_OPTS, say LAB_JAVA_OPTS=-Xmx4g."
    })
public final class LabCommand implements Callable<Integer> {

  private static final List<Class<?>> COMMANDS =
      List.of(
          RunCommand.class,
          PlanCommand.class,
          NodeCommand.class,
          ClusterCommand.class,
          NotebookCommand.class,
          ReplayCommand.class,
          AuditCommand.class,
          WhyCommand.class,
          KeysCommand.class,
          PlotCommand.class,
          CompletionCommand.class);

  private final Console console;
  @Spec private CommandSpec spec;

  LabCommand(Console console) {
    this.console = console;
  }

  /** Runs the command that the arguments name, and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    Console console = Console.system();
    int exitCode;
    try {
      FaultWatch.start(console);
      exitCode = execute(console, arguments);
    } catch (Throwable unforeseen) {
      exitCode = new ErrorHandler(console).unforeseen(unforeseen);
    }
    console.out().flush();
    Optional<String> unwritten = StandardOutput.OF_PROCESS.problem();
    if (unwritten.isPresent()) {
      console.err().println("lab: " + unwritten.get());
      exitCode = ExitCode.UNFINISHED;
    }
    console.err().flush();
    System.exit(exitCode);
  }

  /** Runs the command that the arguments name, unless they were damaged on their way here. */
  static int execute(Console console, String[] arguments) {
    if (SystemText.isDamaged(System.getProperty("user.dir"))) {
      console
          .err()
          .println(
              "lab: the current folder has a name that cannot be used: "
                  + SystemText.limit().orElse("it is no text in UTF-8"));
      return ExitCode.WRONG_INPUT;
    }
    for (String argument : arguments) {
      if (SystemText.isDamaged(argument)) {
        console
            .err()
            .println(
                "lab: the argument '"
                    + argument
                    + "' is not as it was written: "
                    + SystemText.limit().orElse("it is no text in UTF-8"));
        return ExitCode.WRONG_INPUT;
      }
    }
    return commandLine(console, needed(arguments)).execute(arguments);
  }

  /** The whole command line, writing to this console. */
  static CommandLine commandLine(Console console) {
    return commandLine(console, COMMANDS);
  }

  /**
   * The one command that the first argument names, since reading the options of all takes longer
   * than many a command; or all, for what is about all.
   */
  private static List<Class<?>> needed(String[] arguments) {
    return COMMANDS.stream()
        .filter(command -> command != CompletionCommand.class)
        .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(COMMANDS);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static CommandLine commandLine(Console console, List<Class<?>> commands) {
    ErrorHandler refusals = new ErrorHandler(console);
    CommandLine lab = new CommandLine(new LabCommand(console), new Commands(console));
    commands.forEach(lab::addSubcommand);
    return lab.setOut(console.data())
        .setErr(console.terminal())
        .setParameterExceptionHandler(refusals)
        .setExecutionExceptionHandler(refusals)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(console.terminal());
    return ExitCode.WRONG_INPUT;
  }

  /** Makes the commands, each with the console to write to. */
  private record Commands(Console console) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      if (type == RunCommand.class) {
        return type.cast(new RunCommand(console));
      }
      if (type == NodeCommand.class) {
        return type.cast(new NodeCommand(console));
      }
      if (type == ClusterStart.class) {
        return type.cast(new ClusterStart(console));
      }
      if (type == ClusterStatus.class) {
        return type.cast(new ClusterStatus(console));
      }
      if (type == ClusterStop.class) {
        return type.cast(new ClusterStop(console));
      }
      if (type == PlanCommand.class) {
        return type.cast(new PlanCommand(console));
      }
      if (type == NotebookCommand.class) {
        return type.cast(new NotebookCommand(console));
      }
      if (type == ExportCommand.class) {
        return type.cast(new ExportCommand(console));
      }
      if (type == ImportCommand.class) {
        return type.cast(new ImportCommand(console));
      }
      if (type == MergeCommand.class) {
        return type.cast(new MergeCommand(console));
      }
      if (type == KeysCommand.Create.class) {
        return type.cast(new KeysCommand.Create(console));
      }
      if (type == ReplayCommand.class) {
        return type.cast(new ReplayCommand(console));
      }
      if (type == AuditCommand.class) {
        return type.cast(new AuditCommand(console));
      }
      if (type == WhyCommand.class) {
        return type.cast(new WhyCommand(console));
      }
      if (type == PlotCommand.class) {
        return type.cast(new PlotCommand(console));
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
