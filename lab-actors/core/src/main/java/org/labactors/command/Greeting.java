package org.labactors.command;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.labactors.internal.process.Conversation;

/** The first line of a program that stays: it is ready for requests, or says why it never will. */
final class Greeting {

  private static final long LONGEST_START_SECONDS = 120;

  private static final long LOOK_MILLIS = 50;

  private Greeting() {}

  /**
   * Waits until the program says that it is ready.
   *
   * @return what it says about itself, by name
   * @throws Launch.CannotStart if it says something else, ends, or is not ready in two minutes
   */
  static Map<String, String> of(RunningProgram program)
      throws Launch.CannotStart, InterruptedException {
    long begin = System.nanoTime();
    Conversation conversation = program.conversation();
    do {
      Optional<byte[]> line = conversation.next(LOOK_MILLIS);
      if (line.isPresent()) {
        return facts(program, line.get());
      }
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS)) {
        throw new Launch.CannotStart(
            "was not ready after "
                + LONGEST_START_SECONDS
                + " s; it must write {\"ready\": {}} when it has started"
                + printed(program));
      }
    } while (!program.isSilent());
    throw new Launch.CannotStart(program.ending() + ", before it was ready" + printed(program));
  }

  private static Map<String, String> facts(RunningProgram program, byte[] line)
      throws Launch.CannotStart {
    try {
      Answer answer = Answer.of(line);
      if (answer.isReady()) {
        return answer.facts();
      }
      throw new Launch.CannotStart(
          answer.isError()
              ? answer.error() + printed(program)
              : "began with an answer; it must write {\"ready\": {}} when it has started");
    } catch (IllegalArgumentException garbage) {
      throw new Launch.CannotStart(garbage.getMessage() + printed(program));
    }
  }

  private static String printed(RunningProgram program) {
    String text = program.takePrinted().strip();
    return text.isEmpty() ? "" : "\nIt printed:\n" + text;
  }
}
