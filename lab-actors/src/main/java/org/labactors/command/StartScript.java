package org.labactors.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A program's arguments and variables as a script for the shell that starts it. Java would encode
 * them as the locale says, and replace silently what that encoding lacks; the script is in UTF-8
 * whatever the locale.
 *
 * @param command program and arguments
 * @param environment variables beside those of the lab
 */
record StartScript(List<String> command, Map<String, String> environment) {

  /** The shell cannot export every name, and has variables that it does not let anybody set. */
  private static final List<String> WITH_VARIABLES = List.of("/usr/bin/env");

  /** For env, what has an equals sign is a variable. */
  private static final List<String> NOT_A_VARIABLE = List.of("/bin/sh", "-c", "exec \"$@\"", "sh");

  /**
   * The script. It makes the command line the positional parameters of the shell that reads it.
   *
   * @throws IllegalArgumentException if a text cannot be handed to a program as it is
   */
  byte[] bytes() {
    List<String> line = new ArrayList<>(WITH_VARIABLES);
    environment.forEach((name, value) -> line.add(checked(name, name + "=" + value)));
    if (command.get(0).contains("=")) {
      line.addAll(NOT_A_VARIABLE);
    }
    for (int i = 0; i < command.size(); i++) {
      line.add(checked(i == 0 ? "the program" : "argument " + i, command.get(i)));
    }
    StringBuilder script = new StringBuilder("set --");
    line.forEach(text -> script.append(" '").append(text.replace("'", "'\\''")).append('\''));
    return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String checked(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what
              + " has a character U+0000, which no program can be given; leave it out, or take"
              + " input = json");
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          what + " has half of a surrogate pair, which is no character; leave it out");
    }
    return text;
  }
}
