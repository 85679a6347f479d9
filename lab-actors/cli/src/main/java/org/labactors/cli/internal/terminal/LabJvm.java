package org.labactors.cli.internal.terminal;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that start this program once more: the same Java, class path and options. */
public final class LabJvm {

  /** What the launcher says of the terminal, which the new process does not have. */
  private static final List<String> OF_TERMINAL = List.of("-Dlab.terminal=", "-Dlab.columns=");

  /**
   * What a JVM of the lab runs; by name, since commands depend on this class and not the reverse.
   */
  static final String MAIN_CLASS = "org.labactors.cli.LabCommand";

  private LabJvm() {}

  /**
   * A command line.
   *
   * @param javaOptions further options for the JVM; those of this JVM prevail
   * @param arguments what comes after {@code lab}
   */
  public static List<String> command(List<String> javaOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (OF_TERMINAL.stream().noneMatch(option::startsWith)) {
        command.add(option);
      }
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MAIN_CLASS);
    command.addAll(arguments);
    return command;
  }
}
