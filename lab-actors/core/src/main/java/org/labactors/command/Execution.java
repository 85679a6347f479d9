package org.labactors.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.process.ProgramFile;
import org.labactors.internal.process.Written;

/** One run of a program, from its start until nothing of it is left. */
final class Execution {

  private static final long LOOK_MILLIS = 50;

  /**
   * How long a program's output may stay open when it has ended, five seconds; others may be
   * writing to it. Looks are counted, since the lab may be stopped meanwhile.
   */
  private static final int MOST_LOOKS = 100;

  /** How many bytes of the standard error are kept, the last ones. */
  static final int LAST_ERRORS = 16 * 1024;

  private static final int FIRST_OUTPUT = 2 * 1024;
  private static final int LONGEST_HINT = 200;

  /** By these codes a shell tells that it could not start a program. */
  private static final Set<Integer> CANNOT_START = Set.of(126, 127);

  /** Programs that were on the PATH, with that PATH. */
  private static final Set<String> FOUND = ConcurrentHashMap.newKeySet();

  private static final int MOST_FOUND = 1_000;

  private static final String PATH = System.getenv().getOrDefault("PATH", "");

  private final List<String> command;
  private final Map<String, String> environment;
  private final List<Attachment> files;
  private final byte @Nullable [] input;
  private final long limit;

  /**
   * A run that has not begun.
   *
   * @param command program and arguments
   * @param environment variables beside those of the lab
   * @param files that are in its folder
   * @param input what is on its standard input, null if that is empty
   * @param limit how many bytes it may write to each of its streams
   */
  Execution(
      List<String> command,
      Map<String, String> environment,
      List<Attachment> files,
      byte @Nullable [] input,
      long limit) {
    this.command = command;
    this.environment = environment;
    this.files = files;
    this.input = input;
    this.limit = limit;
  }

  StartScript script() {
    return new StartScript(command, environment);
  }

  List<Attachment> files() {
    return files;
  }

  byte @Nullable [] input() {
    return input;
  }

  long limit() {
    return limit;
  }

  /**
   * Runs the program.
   *
   * @param unfinished takes what it had written when the thread was interrupted
   * @return its standard output
   * @throws CommandException if it did not end well, or wrote too much
   * @throws InterruptedException if the thread was interrupted; nothing of the program is left
   */
  Written run(Consumer<String> unfinished) throws CommandException, InterruptedException {
    Keeper.Program program = start();
    Written output = program.output();
    Written errors = program.errors();
    Optional<String> problem = Optional.empty();
    String holding = "";
    boolean usable = false;
    int code = 0;
    try {
      if (!awaitEnd(program)) {
        holding = program.describe();
        code = program.isKept() ? code : Keeper.UNKNOWN;
      } else if (!output.isTooMuch() && !errors.isTooMuch()) {
        code = program.code();
        usable = code >= 0;
      }
      if (CANNOT_START.contains(code)) {
        problem = file(program.folder()).problem();
        usable = false; // The shell may have the place of a program in mind that has moved.
      }
    } catch (InterruptedException calledOff) {
      unfinished.accept(errors.tail(LAST_ERRORS) + output.tail(LAST_ERRORS));
      throw calledOff;
    } finally {
      program.end(usable);
    }
    if (ProcessTree.isClosing()) {
      stay();
    }
    if (problem.isPresent()) {
      throw failed(problem.get(), null, null);
    }
    check(code, output, errors, holding);
    return output;
  }

  private Keeper.Program start() throws CommandException, InterruptedException {
    try {
      Launch.checkShell();
      Optional<Keeper.Program> program = Keepers.start(this);
      if (program.isEmpty()) {
        stay();
      }
      return program.orElseThrow();
    } catch (Launch.CannotStart refused) {
      throw failed(String.valueOf(refused.getMessage()), null, null);
    } catch (IllegalArgumentException | IOException refused) {
      throw failed("cannot be started: " + refused.getMessage(), null, null);
    }
  }

  /**
   * Makes sure that the program is there. It is not looked for again where it was found before.
   *
   * @param folder in which it will run
   */
  void check(Path folder) throws Launch.CannotStart {
    ProgramFile file = file(folder);
    boolean isOnPath = !file.name().contains("/");
    if (isOnPath && FOUND.contains(file.name() + "\0" + file.path())) {
      return;
    }
    Optional<String> problem = file.problem();
    if (problem.isPresent()) {
      throw new Launch.CannotStart(problem.get());
    }
    if (isOnPath && FOUND.size() < MOST_FOUND) {
      FOUND.add(file.name() + "\0" + file.path());
    }
  }

  private ProgramFile file(Path folder) {
    return new ProgramFile(command.get(0), folder, environment.getOrDefault("PATH", PATH));
  }

  /**
   * Programs that end because the JVM ends say nothing about their trials: nothing may come of them
   * any more.
   */
  private static void stay() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /** Waits until all that was written has been read; whether that came soon after the end. */
  private static boolean awaitEnd(Keeper.Program program) throws InterruptedException {
    CompletableFuture<?> end =
        CompletableFuture.anyOf(
            CompletableFuture.allOf(program.output().end(), program.errors().end()),
            program.output().tooMuch(),
            program.errors().tooMuch());
    int looksSinceEnd = 0;
    while (true) {
      try {
        end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException notYet) {
        if (looksSinceEnd > 0 || program.hasEnded()) {
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

  private void check(int code, Written output, Written errors, String holding)
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
    if (code == Keeper.UNKNOWN) {
      throw failed(
          "its end is not known, because the shell that started it was ended from outside",
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
    if (code != 0) {
      throw failed("exit code " + code + hint(errors), output, errors);
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
      transcript.append("standard input:\n").append(start(input)).append('\n');
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

  private static String start(byte[] input) {
    return cut(new String(input, StandardCharsets.UTF_8), FIRST_OUTPUT);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
