package org.labactors.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.labactors.internal.process.Mark;

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

  /** Names that are no more to a shell than to any other program. */
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  /**
   * Names that mean something to some shell: it would do another thing than before, or refuse to
   * set them.
   */
  private static final Pattern NAME_OF_A_SHELL =
      Pattern.compile(
          "BASH.*|LC_.*|LANG.*|PATH|.*PWD|IFS|ENV|E?[UGP]ID|PPID|OPT.*|PS[0-9]|MAIL.*|HIST.*|FCEDIT|TMOUT"
              + "|CDPATH|LINENO|RANDOM|SECONDS|SRANDOM|EPOCH.*|GROUPS|FUNCNAME|DIRSTACK|SHELL.*"
              + "|POSIX.*|GLOB.*|EXEC.*|FIGNORE|PIPESTATUS|HOST.*|MACHTYPE|OSTYPE|ATTY|TERM"
              + "|COLUMNS|LINES|READNULLCMD|NULLCMD|LOCPATH|KSH.*|VISUAL|EDITOR|[a-z]+");

  /** One that begins with a dash, or the like, would have to be told from an option. */
  private static final Pattern PLAIN_PROGRAM = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._+-]*");

  /** Whether a shell finds a program of its own, and not a command of its own, under a name. */
  private static final Map<String, Boolean> FOUND = new ConcurrentHashMap<>();

  private static final Map<String, Boolean> PLAIN_NAMES = new ConcurrentHashMap<>();
  private static final int MOST_KNOWN = 1_000;

  /**
   * The script that makes a shell start the program without a process between the two, where that
   * comes to the same.
   *
   * @param marks the value of the variable with the marks
   * @param input what its standard input is redirected from, as the shell knows it
   * @throws IllegalArgumentException if a text cannot be handed to a program as it is
   */
  byte[] simpleCommand(String marks, String input) {
    StringBuilder script = new StringBuilder(Mark.VARIABLE).append('=');
    quote(marks, script);
    if (isPlain()) {
      environment.forEach(
          (name, value) ->
              quote(checked(name, value), script.append(' ').append(name).append('=')));
      words().forEach(word -> quote(word, script.append(' ')));
    } else {
      wordsWithVariables().forEach(word -> quote(word, script.append(' ')));
    }
    return script
        .append(' ')
        .append(input)
        .append('\n')
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean isPlain() {
    for (String name : environment.keySet()) {
      if (!is(name, PLAIN_NAMES, StartScript::isPlainName)) {
        return false;
      }
    }
    String program = command.get(0);
    return program.indexOf('/') >= 0 || is(program, FOUND, StartScript::isFound);
  }

  /** What is so of a text, found out once as a rule. */
  private static boolean is(String text, Map<String, Boolean> known, Predicate<String> rule) {
    Boolean is = known.get(text);
    if (is == null) {
      is = rule.test(text);
      if (known.size() < MOST_KNOWN) {
        known.put(text, is);
      }
    }
    return is;
  }

  private static boolean isPlainName(String name) {
    return PLAIN_NAME.matcher(name).matches() && !NAME_OF_A_SHELL.matcher(name).matches();
  }

  private static boolean isFound(String name) {
    return PLAIN_PROGRAM.matcher(name).matches() && hasPath(name);
  }

  private static boolean hasPath(String name) {
    try {
      Process shell =
          Scratch.start(
              new ProcessBuilder(Launch.SHELL.toString(), "-c", "command -v \"$1\"", "sh", name)
                  .redirectError(ProcessBuilder.Redirect.DISCARD));
      shell.getOutputStream().close();
      try (InputStream path = shell.getInputStream()) {
        return path.read() == '/';
      }
    } catch (IOException notKnown) {
      return false;
    }
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < command.size(); i++) {
      words.add(checked(i == 0 ? "the program" : "argument " + i, command.get(i)));
    }
    return words;
  }

  private List<String> wordsWithVariables() {
    List<String> line = new ArrayList<>(WITH_VARIABLES);
    environment.forEach((name, value) -> line.add(checked(name, name + "=" + value)));
    if (command.get(0).contains("=")) {
      line.addAll(NOT_A_VARIABLE);
    }
    line.addAll(words());
    return line;
  }

  private static void quote(String text, StringBuilder script) {
    script.append('\'');
    if (text.indexOf('\'') < 0) {
      script.append(text);
    } else {
      script.append(text.replace("'", "'\\''"));
    }
    script.append('\'');
  }

  /**
   * The script. It makes the command line the positional parameters of the shell that reads it.
   *
   * @throws IllegalArgumentException if a text cannot be handed to a program as it is
   */
  byte[] bytes() {
    StringBuilder script = new StringBuilder("set --");
    wordsWithVariables().forEach(word -> quote(word, script.append(' ')));
    return script.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String checked(String what, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          what
              + " has a character U+0000, which no program can be given; leave it out, or take"
              + " input = json");
    }
    if (hasHalfOfAPair(text)) {
      throw new IllegalArgumentException(
          what + " has half of a surrogate pair, which is no character; leave it out");
    }
    return text;
  }

  private static boolean hasHalfOfAPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return false;
  }
}
