package org.labactors.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.internal.process.ProgramFile;
import org.labactors.internal.process.ProgramLocale;

/**
 * Starts a program by a shell, which finds its command line in a script.
 *
 * @param command program and arguments
 * @param environment variables beside those of the lab
 * @param scratch where it runs
 */
record Launch(List<String> command, Map<String, String> environment, Scratch scratch) {

  static final Path SHELL = Path.of("/bin/sh");

  /**
   * Starts it.
   *
   * @param shell the command line of the shell
   * @return empty if the JVM is ending; nothing was started then
   * @throws CannotStart if it cannot be started
   */
  Optional<ProcessTree> start(List<String> shell) throws CannotStart {
    checkShell();
    ProcessBuilder builder = new ProcessBuilder(shell).directory(scratch.folder().toFile());
    Map<String, String> variables = builder.environment();
    ProgramLocale.setIn(variables);
    String path = environment.getOrDefault("PATH", variables.getOrDefault("PATH", ""));
    Optional<String> problem = new ProgramFile(command.get(0), scratch.folder(), path).problem();
    if (problem.isPresent()) {
      throw new CannotStart(problem.get());
    }
    try {
      Files.write(scratch.start(), new StartScript(command, environment).bytes());
      return ProcessTree.start(builder);
    } catch (IllegalArgumentException | IOException refused) {
      throw new CannotStart("cannot be started: " + refused.getMessage());
    }
  }

  static void checkShell() throws CannotStart {
    if (!Files.isExecutable(SHELL)) {
      throw new CannotStart("there is no " + SHELL + " on this machine, which starts it");
    }
  }

  /** Why not, for the end of a sentence that begins with the program's name. */
  static final class CannotStart extends Exception {
    CannotStart(String problem) {
      super(problem, null, false, false);
    }
  }
}
