package org.labactors.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One run of a program, from its start until nothing of it is left.
 *
 * @param command program and arguments
 * @param environment variables beside those of the lab
 * @param scratch where it runs
 * @param input a file that is its standard input, null if that is empty
 * @param limit how many bytes it may write to each of its streams
 */
record Execution(
    List<String> command,
    Map<String, String> environment,
    Scratch scratch,
    @Nullable Path input,
    long limit) {

  private static final long LOOK_MILLIS = 50;

  /**
   * How long a program's output may stay open when it has ended, five seconds; others may be
   * writing to it. Looks are counted, since the lab may be stopped meanwhile.
   */
  private static final int MOST_LOOKS = 100;

  private static final int LAST_ERRORS = 16 * 1024;
  private static final int FIRST_OUTPUT = 2 * 1024;
  private static final int LONGEST_HINT = 200;

  /**
   * Runs the program and stays until the lab lets it go. Java cuts off the output of a process when
   * that has ended, also if another one is still writing to it; so the shell outlives the program
   * and the output ends by itself.
   *
   * <p>Ctrl-C in a terminal goes to all that runs there. It is the lab that decides what it means:
   * a program that it ended would be recorded as failed. So the program is deaf to it.
   *
   * <p>If the lab was killed before the shell began, its watcher may have looked already; then
   * nothing is started.
   *
   * <p>Names of files are spoken of by the shell, not by Java, which could not name all of them.
   */
  private static final List<String> KEEPER =
      List.of(
          Launch.SHELL.toString(),
          "-c",
          """
          [ "$PPID" = "$2" ] || exit
          trap '' INT QUIT HUP
          place=${PWD%%/*}
          input=$1
          . "$place/%s"
          "$@" <"$input"
          code=$?
          exec >/dev/null 2>&1
          : >"$place/%s"
          read -r until_the_lab_lets_go
          exit $code
          """
              .formatted(Scratch.START, Scratch.ENDED),
          "sh");

  /**
   * Runs the program.
   *
   * @return its standard output
   * @throws CommandException if it did not end well, or wrote too much
   * @throws InterruptedException if the thread was interrupted; nothing of the program is left
   */
  Written run() throws CommandException, InterruptedException {
    ProcessTree tree = start();
    Process process = tree.program();
    Written output;
    Written errors;
    String holding = "";
    try {
      output = Written.readFrom(process.getInputStream(), "standard output", limit, (int) limit);
      errors = Written.readFrom(process.getErrorStream(), "standard error", limit, LAST_ERRORS);
      if (!awaitEnd(process, output, errors)) {
        holding = ProcessTree.describe(tree.alive(), process.toHandle());
      } else if (!output.isTooMuch() && !errors.isTooMuch()) {
        letGo(process);
        process.waitFor();
      }
    } finally {
      tree.end();
    }
    if (ProcessTree.isClosing()) {
      stay();
    }
    check(process, output, errors, holding);
    return output;
  }

  /** Waits until all that was written has been read; whether that came soon after the end. */
  private boolean awaitEnd(Process process, Written output, Written errors)
      throws InterruptedException {
    CompletableFuture<?> end =
        CompletableFuture.anyOf(
            CompletableFuture.allOf(output.end(), errors.end()),
            output.tooMuch(),
            errors.tooMuch());
    int looksSinceEnd = 0;
    while (true) {
      try {
        end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException notYet) {
        if (looksSinceEnd > 0 || Files.exists(scratch.ended()) || !process.isAlive()) {
          looksSinceEnd++;
        }
        if (looksSinceEnd > MOST_LOOKS) {
          return false;
        }
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private static void letGo(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // The shell has ended by itself.
    }
  }

  /**
   * Programs that end because the JVM ends say nothing about their trials: nothing may come of them
   * any more.
   */
  private static void stay() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private ProcessTree start() throws CommandException, InterruptedException {
    List<String> all = new ArrayList<>(KEEPER);
    all.add(input == null ? "/dev/null" : "../" + Scratch.INPUT);
    all.add(Long.toString(ProcessHandle.current().pid()));
    try {
      Optional<ProcessTree> started = new Launch(command, environment, scratch).start(all);
      if (started.isEmpty()) {
        stay();
      }
      return started.orElseThrow();
    } catch (Launch.CannotStart refused) {
      throw failed(String.valueOf(refused.getMessage()), null, null);
    }
  }

  private void check(Process process, Written output, Written errors, String holding)
      throws CommandException {
    if (output.isTooMuch() || errors.isTooMuch()) {
      throw failed(
          "wrote more than "
              + limit
              + " bytes to its standard "
              + (output.isTooMuch() ? "output" : "error")
              + " and was ended; let it write less, or raise outputLimit",
          output,
          errors);
    }
    if (!holding.isEmpty()) {
      throw failed(
          "has ended, but what it started still held its output open and was ended: "
              + holding
              + "; let the program wait for what it starts",
          output,
          errors);
    }
    if (process.exitValue() != 0) {
      throw failed("exit code " + process.exitValue() + hint(errors), output, errors);
    }
  }

  /** The last line of the standard error, which names the reason as a rule. */
  private static String hint(Written errors) {
    Optional<String> last =
        errors
            .tail(LONGEST_HINT * 4)
            .lines()
            .filter(line -> !line.isBlank())
            .reduce((before, after) -> after);
    return last.map(line -> ": " + cut(line.strip(), LONGEST_HINT)).orElse("");
  }

  /** A failure that says what the program is and how it was started. */
  CommandException failed(String problem, @Nullable Written output, @Nullable Written errors) {
    StringBuilder transcript = new StringBuilder("how it was started:\n");
    transcript.append("  command: ").append(String.join(" ", command)).append('\n');
    environment.forEach(
        (name, value) ->
            transcript.append("  ").append(name).append('=').append(value).append('\n'));
    if (input != null) {
      transcript.append("standard input:\n").append(text(input)).append('\n');
    }
    if (errors != null) {
      transcript
          .append("the end of its standard error:\n")
          .append(errors.tail(LAST_ERRORS))
          .append('\n');
    }
    if (output != null) {
      transcript
          .append("the beginning of its standard output:\n")
          .append(output.head(FIRST_OUTPUT));
    }
    return new CommandException(
        command.get(0) + ": " + problem, new CommandException.Transcript(transcript.toString()));
  }

  private static String text(Path file) {
    try {
      return cut(Files.readString(file), FIRST_OUTPUT);
    } catch (IOException removed) {
      return "(cannot be read any more: " + removed + ")";
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
