package org.labactors.command;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The processes of this machine, told by an argument that no other has. */
public final class Processes {

  private Processes() {}

  /** A number of seconds to sleep that no other process sleeps. */
  public static String sleep() {
    return "1" + Math.abs(UUID.randomUUID().getLeastSignificantBits() % 1_000_000_000L);
  }

  /** The processes with this at the end of their command line that have not ended. */
  public static List<String> with(String argument) {
    return alive(argument).map(process -> process.info().commandLine().orElse("")).toList();
  }

  /** Ends those processes. */
  static void end(String argument) {
    alive(argument).forEach(ProcessHandle::destroyForcibly);
  }

  private static Stream<ProcessHandle> alive(String argument) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(
            process -> process.info().commandLine().filter(l -> l.endsWith(argument)).isPresent());
  }
}
