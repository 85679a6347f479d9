package org.labactors.command;

import java.util.List;
import java.util.UUID;

/** The processes of this machine, told by an argument that no other has. */
public final class Processes {

  private Processes() {}

  /** A number of seconds to sleep that no other process sleeps. */
  public static String sleep() {
    return "1" + Math.abs(UUID.randomUUID().getLeastSignificantBits() % 1_000_000_000L);
  }

  /** The processes with this argument at the end that have not ended. */
  public static List<String> with(String argument) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.endsWith(argument))
        .toList();
  }
}
