package org.labactors.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * How a program that stays is started.
 *
 * @param name what it is called in messages
 * @param command program and arguments; it runs in a folder of its own
 * @param environment variables beside those of the lab
 * @param files that it finds in its folder
 * @param brought files of the laboratory by name, which it finds in {@code ..}
 * @param apart whether requests and answers go through the file descriptors 4 and 3, and what it
 *     writes to its standard output is no answer; otherwise they go through standard input and
 *     output
 * @param limit how many bytes an answer may have, and what it prints during a trial
 */
public record ProgramStart(
    String name,
    List<String> command,
    Map<String, String> environment,
    List<Attachment> files,
    Map<String, String> brought,
    boolean apart,
    Limit limit) {

  /**
   * What ends a program.
   *
   * @param answer how many bytes an answer may have
   * @param printed how many bytes it may print during a trial
   */
  public record Limit(long answer, long printed) {}

  public ProgramStart {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
    brought = Map.copyOf(brought);
  }

  byte[] bytesOf(String file) {
    return brought.getOrDefault(file, "").getBytes(StandardCharsets.UTF_8);
  }
}
