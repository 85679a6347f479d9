package org.labactors.cli.internal.notebook;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabJvm;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Shell;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.experiment.ByHand;
import org.labactors.internal.code.CodePath;
import org.labactors.internal.replay.RecordedTrial;
import org.labactors.internal.replay.Replay;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Query;
import org.labactors.notebook.ResultSet;
import org.labactors.notebook.Row;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab replay}: one recorded trial, run again. */
@Command(
    name = "replay",
    description = {
      "Run one recorded trial again, here, with the same parameters and the same seed, and show what was"
          + " recorded and what comes out now, side by side. Nothing in the notebook changes."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the results are equal; times and what was noted beside them may differ",
      "3:they are not equal",
      "2:there is no such trial, or its code is not here; the text says which",
      "1:it could not be run"
    },
    footer = {
      "",
      "Example:",
      "  lab replay sir.db sir --where beta=0.3 --replicate 2",
      "  lab replay sir.db sir --failed --debug"
    })
public final class ReplayCommand implements Callable<Integer> {

  private static final String DEBUGGER =
      "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=localhost:0";

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "NOTEBOOK",
      description = "The notebook: a file, or jdbc:postgresql://host:port/database.")
  private String location;

  @Parameters(index = "1", paramLabel = "TAG", description = "The tag of the result set.")
  private String tag;

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  /** One way to say which trial. */
  private static final class Which {
    @Option(names = "--trial", paramLabel = "N", description = "The trial of this number, from 0.")
    private @Nullable Long trial;

    @ArgGroup(exclusive = false)
    private @Nullable Search search;
  }

  /** What the first recorded trial that is wanted is like. */
  private static final class Search {
    @Option(
        names = "--where",
        paramLabel = "name=value",
        arity = "1",
        description = "The first trial at which a parameter has this value; may be repeated.")
    private List<String> conditions = new ArrayList<>();

    @Option(
        names = "--replicate",
        paramLabel = "R",
        description = "The first that is this repetition at its point, from 0.")
    private @Nullable Integer replicate;

    @Option(names = "--failed", description = "The first that failed.")
    private boolean failed;
  }

  @Option(
      names = "--code",
      paramLabel = "JAR",
      arity = "1",
      description =
          "A jar with experiments of your own; may be repeated. Without it, code that is not on the class"
              + " path comes from the jars that the notebook keeps.")
  private List<Path> code = new ArrayList<>();

  @Option(
      names = "--debug",
      description = "Wait for a debugger first; the port, on this machine only, is printed.")
  private boolean debug;

  @Option(
      names = "--keep",
      description =
          "For programs: leave a folder with the files and the input of the trial, and print the"
              + " command line that runs it there by hand.")
  private boolean keep;

  public ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (debug) {
      return debugged();
    }
    try {
      code.forEach(CodePath::check);
    } catch (IllegalArgumentException refusal) {
      throw refused("--code: " + refusal.getMessage());
    }
    try (Notebook notebook = Reading.open(location)) {
      ResultSet results = Reading.resultSet(notebook, tag);
      long number = trial(results);
      try (KeptCode kept = KeptCode.of(results, number, code)) {
        if (!kept.names().isEmpty()) {
          console.say("the code comes from the notebook: " + String.join(", ", kept.names()));
        }
        return replayed(results, number, kept.loader());
      }
    }
  }

  private int replayed(ResultSet results, long number, ClassLoader loader)
      throws IOException, InterruptedException {
    try {
      RecordedTrial recorded = RecordedTrial.of(results, number, loader);
      if (keep) {
        program(recorded);
      }
      Replay replay = recorded.again();
      new ReplayReport(recorded, replay).print(console);
      if (keep) {
        unpack(recorded);
      }
      return replay.isEqual() ? ExitCode.OK : ExitCode.SOME_FAILED;
    } catch (IllegalArgumentException refusal) {
      throw refused(
          "trial " + number + " of '" + tag + "' cannot be run here: " + refusal.getMessage());
    }
  }

  private ByHand program(RecordedTrial recorded) {
    if (recorded.study().experiment() instanceof ByHand program) {
      return program;
    }
    throw refused("--keep is for experiments that are programs: Command, Python and R");
  }

  private void unpack(RecordedTrial recorded) throws IOException {
    Path folder = Files.createTempDirectory("lab-replay-").toRealPath();
    program(recorded).unpack(recorded.trial(), folder);
    PrintWriter out = console.out();
    out.println();
    out.println("the files of the trial: " + VisibleWriter.line(folder.toString()));
    out.println("to run it by hand: " + Shell.quoted(folder.resolve(ByHand.SCRIPT).toString()));
    out.flush();
  }

  /** The same command in a JVM that waits for a debugger. */
  private int debugged() throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
    arguments.removeIf(argument -> argument.equals("--debug") || argument.startsWith("--debug="));
    Process process =
        new ProcessBuilder(LabJvm.command(List.of(DEBUGGER), arguments)).inheritIO().start();
    try {
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private long trial(ResultSet results) {
    if (which.trial != null) {
      return which.trial;
    }
    Search search = which.search == null ? new Search() : which.search;
    Query query = query(search);
    try (Stream<Row> rows = results.rows(query)) {
      return rows.filter(
              row -> search.replicate == null || row.replicate() == search.replicate.intValue())
          .findFirst()
          .orElseThrow(
              () ->
                  NotebookException.refused(
                      "no recorded trial of the result set '" + tag + "' is like that"))
          .trial();
    }
  }

  private Query query(Search search) {
    try {
      return Condition.all(search.conditions, search.failed ? Query.FAILED : Query.ALL);
    } catch (IllegalArgumentException refusal) {
      throw refused(refusal.getMessage());
    }
  }

  private ParameterException refused(@Nullable String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
