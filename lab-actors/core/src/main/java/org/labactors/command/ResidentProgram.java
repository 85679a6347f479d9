package org.labactors.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Resident;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.internal.process.Conversation;
import org.labactors.internal.process.PipelineDepth;

/**
 * A program that stays: it is started once for an engine, is handed trial after trial, and is
 * started anew when it has ended or has been ended.
 *
 * <p>While trials are short, the requests of some that follow are sent before the answer to the
 * first is there. The program runs them in order, and writes each answer before it begins the next
 * trial; so if it ends, it is the first trial without an answer that was running, and those behind
 * it are put to the next program.
 *
 * <p>One thread uses it at a time; {@link #close} may be called on another.
 */
public final class ResidentProgram {

  /** A program that cannot be started so many times in a row is given up. */
  private static final int MOST_STARTS = 3;

  /** Answers that are not wanted any more are waited for no longer than this. */
  private static final long LONGEST_UNWANTED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Requests of more bytes are not sent ahead of others. */
  private static final int MOST_BYTES_AHEAD = 256 * 1024;

  private static final long LOOK_MILLIS = 50;

  private final ProgramStart start;
  private final Protocol protocol;
  private final long restartAfter;

  /** The trials whose requests have been sent and whose answers have not been read. */
  private final Deque<Long> sent = new ArrayDeque<>();

  private final PipelineDepth depth = new PipelineDepth();

  private volatile @Nullable RunningProgram running;
  private volatile boolean closed;
  private Map<String, String> news = Map.of();
  private long asked;

  /**
   * A program that does not run yet.
   *
   * @param restartAfter after how many trials it is started anew; 0 for never
   */
  public ResidentProgram(ProgramStart start, Protocol protocol, long restartAfter) {
    this.start = start;
    this.protocol = protocol;
    this.restartAfter = restartAfter;
  }

  /** The seed of a trial as programs get it: many libraries take no negative one. */
  public static long seed(Trial trial) {
    return trial.seed() & Long.MAX_VALUE;
  }

  /**
   * Starts it, if it does not run.
   *
   * @throws CommandException if it cannot be started, several times in a row
   */
  public void ready() throws CommandException, InterruptedException {
    checkWanted();
    RunningProgram now = running;
    if (now != null && sent.isEmpty() && (isUsedUp(0) || now.hasPrintedMuch())) {
      end();
    }
    if (running != null) {
      return;
    }
    String why = "";
    for (int i = 0; i < MOST_STARTS && !closed; i++) {
      try {
        begin();
        return;
      } catch (Launch.CannotStart refusal) {
        why = String.valueOf(refusal.getMessage());
      } catch (IOException refusal) {
        why = "cannot be started: " + refusal.getMessage();
      }
    }
    checkWanted();
    throw new CommandException(start.name() + ": " + why);
  }

  private void checkWanted() throws CommandException {
    if (closed) {
      throw unwanted();
    }
  }

  private CommandException unwanted() {
    return new CommandException(start.name() + ": is wanted no more");
  }

  private boolean isUsedUp(int more) {
    return restartAfter > 0 && asked + more >= restartAfter;
  }

  private void begin() throws Launch.CannotStart, IOException, InterruptedException {
    Optional<RunningProgram> started = RunningProgram.start(start);
    if (started.isEmpty()) {
      new CountDownLatch(1).await(); // the JVM is ending: nothing may come of its trials any more
    }
    RunningProgram program = started.orElseThrow();
    boolean ready = false;
    try {
      news = Greeting.of(program);
      ready = true;
    } finally {
      if (!ready) {
        program.end();
      }
    }
    asked = 0;
    sent.clear();
    running = program;
    if (closed) {
      end();
    }
  }

  /**
   * Sends the requests of trials, if they are short, or of the first one. Answers to others that
   * were sent before are not wanted any more.
   *
   * @param trials those to be run next, in their order
   */
  public void ahead(List<Trial> trials) throws CommandException, InterruptedException {
    if (trials.isEmpty()) {
      return;
    }
    try {
      leaveOut(trials.get(0).number());
    } catch (RuntimeException | LinkageError cannot) {
      return; // the design fails there, and so will the trial
    }
    int most = depth.trials();
    if (sent.size() > most / 2) {
      return;
    }
    RunningProgram program = running;
    if (program == null) {
      return;
    }
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    try {
      int end = Math.min(most, trials.size());
      for (int i = sent.size(); i < end && !isUsedUp(0); i++) {
        add(trials.get(i), requests);
        if (requests.size() > MOST_BYTES_AHEAD) {
          break;
        }
      }
    } catch (RuntimeException | IOException | LinkageError cannot) {
      // It is said when it is the turn of the trial that cannot be written.
    }
    if (requests.size() > 0) {
      program.conversation().inLots(depth.isLarge());
      program.conversation().send(requests.toByteArray());
    }
  }

  /** Adds the whole request of a trial, or nothing. */
  private void add(Trial trial, ByteArrayOutputStream requests) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    protocol.write(trial, request);
    request.writeTo(requests);
    if (sent.isEmpty()) {
      depth.begin(System.nanoTime());
    }
    sent.add(trial.number());
    asked++;
  }

  /**
   * Waits for the answers that are not wanted, but not for long. A program that answers anything
   * else is started anew, or the trials behind would be blamed for it.
   */
  private void leaveOut(long until) throws CommandException, InterruptedException {
    RunningProgram program = running;
    long begin = System.nanoTime();
    while (program != null && !sent.isEmpty() && sent.peek() != until) {
      Optional<byte[]> line = program.conversation().next(LOOK_MILLIS);
      boolean answered = line.isPresent() && isAnswerTo(sent.remove(), line.get());
      if (answered) {
        program.takePrinted();
      } else if (line.isPresent()
          || program.isSilent()
          || System.nanoTime() - begin > LONGEST_UNWANTED_NANOS) {
        end();
        ready();
        return;
      }
    }
  }

  private static boolean isAnswerTo(long trial, byte[] line) {
    try {
      return Answer.of(line).trial() == trial;
    } catch (IllegalArgumentException garbage) {
      return false;
    }
  }

  /**
   * Puts what the program is given into a folder, if it is started for one trial.
   *
   * @see org.labactors.experiment.ByHand#unpack
   */
  public void unpack(Trial trial, Path folder) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    protocol.write(trial, request);
    new UnpackedTrial(start, request.toByteArray()).putInto(folder);
  }

  /**
   * Has a trial run.
   *
   * @throws ProgramError if the program reports an error
   * @throws CommandException if the program did not answer as it should, and was ended
   * @throws InterruptedException if the thread was interrupted; the program was ended, and what it
   *     had printed is metadata of the trial
   */
  public Values run(Trial trial)
      throws ProgramError, CommandException, InterruptedException, IOException {
    checkWanted();
    leaveOut(trial.number());
    if (sent.isEmpty()) {
      ready();
      send(trial);
    }
    RunningProgram program = running;
    if (program == null) {
      throw unwanted();
    }
    boolean answered = false;
    try {
      Answer answer = answer(program, trial);
      answered = true;
      sent.remove();
      return values(answer);
    } catch (InterruptedException calledOff) {
      noteOutput(program.takePrinted(), trial);
      throw calledOff;
    } finally {
      if (!answered) {
        end();
      }
    }
  }

  private void send(Trial trial) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    add(trial, request);
    RunningProgram program = running;
    if (program != null) {
      program.conversation().send(request.toByteArray());
    }
  }

  private Answer answer(RunningProgram program, Trial trial)
      throws CommandException, InterruptedException {
    Conversation conversation = program.conversation();
    do {
      Optional<byte[]> line = conversation.next(LOOK_MILLIS);
      if (line.isPresent()) {
        Answer answer = checked(line.get(), program, trial);
        depth.answered(System.nanoTime());
        noteOutput(program.takePrinted(answer), trial);
        if (!news.isEmpty()) {
          trial.metadata(Resident.VERSIONS, news);
          news = Map.of();
        }
        return answer;
      }
      if (program.printedSince() > start.limit().printed()) {
        throw failed(
            "printed more than "
                + start.limit().printed()
                + " bytes during the trial, and was ended; let it print less",
            program,
            trial);
      }
    } while (!program.isSilent());
    throw failed(
        conversation.isFlooded()
            ? "answered more than " + start.limit().answer() + " bytes, and was ended"
            : program.ending(),
        program,
        trial);
  }

  private Answer checked(byte[] line, RunningProgram program, Trial trial)
      throws CommandException, InterruptedException {
    try {
      Answer answer = Answer.of(line);
      if (answer.trial() != trial.number()) {
        throw new IllegalArgumentException(
            "answered trial " + answer.trial() + " when it was asked for trial " + trial.number());
      }
      answer.checkForm();
      return answer;
    } catch (IllegalArgumentException garbage) {
      throw failed(garbage.getMessage() + "; it was ended", program, trial);
    }
  }

  private static Values values(Answer answer) throws ProgramError {
    if (answer.isError()) {
      throw answer.error();
    }
    return answer.results();
  }

  /** Notes what a program printed during a trial, if that is anything, as metadata of it. */
  static void noteOutput(String printed, Trial trial) {
    if (!printed.isEmpty()) {
      trial.metadata(Resident.OUTPUT, printed);
    }
  }

  private CommandException failed(String problem, RunningProgram program, Trial trial)
      throws InterruptedException {
    if (ProcessTree.isClosing()) {
      new CountDownLatch(1)
          .await(); // it ends because the JVM does, which says nothing of the trial
    }
    String printed = program.takePrinted();
    noteOutput(printed, trial);
    if (closed) {
      return unwanted();
    }
    Optional<String> last =
        printed.lines().filter(line -> !line.isBlank()).reduce((before, after) -> after);
    String message =
        start.name() + ": " + problem + last.map(line -> ": " + line.strip()).orElse("");
    return printed.isEmpty()
        ? new CommandException(message)
        : new CommandException(
            message, new CommandException.Transcript("the end of what it printed:\n" + printed));
  }

  private void end() {
    RunningProgram program = running;
    running = null;
    sent.clear();
    if (program != null) {
      program.end();
    }
  }

  /** Ends it for good: what is put to it from now on is refused. */
  public void close() {
    closed = true;
    RunningProgram program = running;
    if (program != null) {
      Thread end = new Thread(program::end, start.name() + " end");
      end.setDaemon(true);
      end.start();
    }
  }
}
