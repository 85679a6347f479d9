package org.labactors.cli.internal.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.supervisor.ClusterException;
import org.labactors.internal.fault.SystemFault;
import org.labactors.internal.library.LibraryException;
import org.labactors.internal.text.SystemText;
import org.labactors.node.NodeException;
import org.labactors.notebook.NotebookException;
import org.labactors.plot.PlotException;
import org.labactors.runfile.RunFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Puts into words why a command did not do its work. A mistake of the user's is its message and
 * nothing else; anything unforeseen is one line, and a file that holds the stack trace.
 */
public final class ErrorHandler implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private final Console console;

  public ErrorHandler(Console console) {
    this.console = console;
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = console.err();
    err.println("lab: " + mistake.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(mistake, err)) {
      err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    err.flush();
    return ExitCode.WRONG_INPUT;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    if (failure instanceof RunFileException
        || failure instanceof NodeException
        || failure instanceof LibraryException
        || failure instanceof PlotException) {
      return refuse(failure, ExitCode.WRONG_INPUT);
    }
    if (failure instanceof InvalidPathException refusal) {
      return refuse(SystemText.problemOf(refusal), ExitCode.WRONG_INPUT);
    }
    if (failure instanceof ClusterException refusal) {
      return refuse(refusal, refusal.isRefused() ? ExitCode.WRONG_INPUT : ExitCode.UNFINISHED);
    }
    if (failure instanceof NotebookException refusal) {
      return refuse(refusal, refusal.isTemporary() ? ExitCode.UNFINISHED : ExitCode.WRONG_INPUT);
    }
    return unforeseen(failure);
  }

  private int refuse(Exception refusal, int exitCode) {
    return refuse(String.valueOf(refusal.getMessage()), exitCode);
  }

  private int refuse(String problem, int exitCode) {
    console.err().println("lab: " + problem);
    console.err().flush();
    return exitCode;
  }

  /** Reports what nobody thought of. */
  public int unforeseen(Throwable failure) {
    @Nullable String fault = SystemFault.textOf(failure);
    if (fault != null) {
      FaultWatch.tell(console, fault);
      return ExitCode.UNFINISHED;
    }
    console.err().println("lab: failed unexpectedly: " + failure);
    console.err().println("This is a fault of the lab, not yours; " + trace(failure));
    console.err().flush();
    return ExitCode.UNFINISHED;
  }

  private static String trace(Throwable failure) {
    try {
      Path file = Files.createTempFile("lab-", ".log");
      try (PrintWriter log =
          new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
        log.println(String.join("\n", new LabVersion().getVersion()));
        failure.printStackTrace(log);
      }
      return "the stack trace is in " + file;
    } catch (IOException noLog) {
      return "its log could not be written: " + noLog;
    }
  }
}
