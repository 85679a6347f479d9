package org.labactors.cli;

import java.util.ArrayList;
import java.util.List;
import org.labactors.cli.internal.terminal.Console;

/**
 * Several commands in one JVM, for tests that would start too many: the arguments of each, and
 * {@value #THEN} between them. Before what a command prints its number stands in a line of its own,
 * and its exit code after it. The launcher starts this instead of the command line if {@code
 * LAB_JAVA_OPTS} says so.
 */
final class Several {

  static final String THEN = "--then";

  private Several() {}

  public static void main(String[] arguments) {
    Console console = Console.system();
    List<String> command = new ArrayList<>();
    int number = 0;
    for (String argument : arguments) {
      if (argument.equals(THEN)) {
        run(console, number++, command);
        command.clear();
      } else if (!argument.equals(LabCommand.class.getName())) {
        command.add(argument);
      }
    }
    run(console, number, command);
    System.exit(0);
  }

  private static void run(Console console, int number, List<String> command) {
    console.out().println("== " + number);
    int code = LabCommand.execute(console, command.toArray(String[]::new));
    console.out().println("== exit code " + code);
  }
}
