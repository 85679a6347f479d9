package org.labactors.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that start this program once more: the same Java, class path and options. */
final class LabJvm {

  /** What the launcher says of the terminal, which the new process does not have. */
  private static final List<String> OF_TERMINAL = List.of("-Dlab.terminal=", "-Dlab.columns=");

  private LabJvm() {}

  /**
   * A command line.
   *
   * @param javaOptions further options for the JVM; those of this JVM prevail
   * @param arguments what comes after {@code lab}
   */
  static List<String> command(List<String> javaOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OF_TERMINAL.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LabCommand.class.getName());
    command.addAll(arguments);
    return command;
  }
}
