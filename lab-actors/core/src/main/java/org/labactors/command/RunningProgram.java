package org.labactors.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.labactors.internal.process.Conversation;
import org.labactors.internal.text.Utf8;

/** A program that stays, from its start until nothing of it is left. */
final class RunningProgram {

  /** How much of what a program prints during a trial is kept, the end of it. */
  private static final int MOST_KEPT = 16 * 1024;

  /** The file with what a program prints is emptied by starting the program anew. */
  private static final long MOST_PRINTED = 64L * 1024 * 1024;

  /** When it has ended, nothing will come after so many looks that showed nothing. */
  private static final int MOST_LOOKS = 100;

  /** A program that closed its output is about to end. */
  private static final long END_MILLIS = 500;

  private static final int FIRST_SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          134,
          " (abort)",
          135,
          " (bus error)",
          137,
          " (kill)",
          139,
          " (segmentation fault)",
          143,
          " (terminate)");

  /**
   * Starts the program. Ctrl-C in a terminal is for the lab, as with programs that are started for
   * each trial; and if the lab was killed before the shell began, nothing is started.
   */
  private static final String SCRIPT =
      """
      [ "$PPID" = "$1" ] || exit
      trap '' INT QUIT HUP
      place=${PWD%%/*}
      . "$place/%s"
      exec 2>>"$place/%s"
      exec "$@" %s
      """;

  /** Requests and answers where no library reads and writes. */
  static final String APART = "3>&1 4<&0 1>&2 0</dev/null";

  private final Scratch scratch;
  private final ProcessTree tree;
  private final Conversation conversation;
  private final boolean apart;
  private long printed;
  private boolean ended;
  private int looksSinceEnd;

  private RunningProgram(
      Scratch scratch, ProcessTree tree, Conversation conversation, boolean apart) {
    this.apart = apart;
    this.scratch = scratch;
    this.tree = tree;
    this.conversation = conversation;
  }

  /**
   * Starts a program.
   *
   * @return empty if the JVM is ending; nothing was started then
   * @throws Launch.CannotStart if it cannot be started
   */
  static Optional<RunningProgram> start(ProgramStart how) throws Launch.CannotStart, IOException {
    Scratch scratch = Scratch.with(how.files());
    boolean started = false;
    try {
      for (String name : how.brought().keySet()) {
        scratch.bring(name, how.bytesOf(name));
      }
      String script = SCRIPT.formatted(Scratch.START, Scratch.PRINTED, how.apart() ? APART : "");
      Optional<RunningProgram> program =
          new Launch(how.command(), how.environment(), scratch)
              .start(
                  List.of(
                      Launch.SHELL.toString(),
                      "-c",
                      script,
                      "sh",
                      Long.toString(ProcessHandle.current().pid())))
              .map(
                  tree ->
                      new RunningProgram(
                          scratch,
                          tree,
                          Conversation.with(tree.program(), how.name(), how.limit().answer()),
                          how.apart()));
      started = program.isPresent();
      return program;
    } finally {
      if (!started) {
        scratch.close();
      }
    }
  }

  Conversation conversation() {
    return conversation;
  }

  /** How many bytes it has printed since the last look. */
  long printedSince() {
    return size() - printed;
  }

  /** Whether it has printed so much in all that it should be started anew. */
  boolean hasPrintedMuch() {
    return printed > MOST_PRINTED;
  }

  private long size() {
    try {
      return Files.size(scratch.printed());
    } catch (IOException notYet) {
      return printed;
    }
  }

  /** The end of all that it has printed since the last look. */
  String takePrinted() {
    return takePrinted(size());
  }

  /**
   * The end of what it printed during a trial. The laboratory's own programs say how much that was
   * ({@code printed} is the size of the file); of others, it is all there is.
   */
  String takePrinted(Answer answer) {
    return apart ? takePrinted(answer.printed().orElse(printed)) : takePrinted();
  }

  private String takePrinted(long end) {
    long begin = Math.max(printed, end - MOST_KEPT);
    printed = Math.max(printed, end);
    return begin >= end ? "" : text(scratch.printed(), begin, (int) (end - begin));
  }

  private static String text(Path file, long begin, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, begin + bytes.position());
      }
    } catch (IOException unreadable) {
      return "(cannot be read: " + unreadable + ")";
    }
    int first = Utf8.begin(bytes.array(), 0, bytes.position());
    return Utf8.shown(bytes.array(), first, bytes.position() - first);
  }

  /**
   * Whether it has ended and all that it wrote has been taken. What it left running is ended first,
   * since that may hold its output open.
   */
  boolean isSilent() {
    if (!tree.program().isAlive() && !conversation.hasNext()) {
      if (looksSinceEnd == 0) {
        tree.end();
      }
      looksSinceEnd++;
    }
    return conversation.isOver() || looksSinceEnd > MOST_LOOKS;
  }

  /** How it ended by itself, for the end of a sentence that begins with its name. */
  String ending() throws InterruptedException {
    Process process = tree.program();
    if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
      return "closed its output before the answer, and was ended";
    }
    int code = process.exitValue();
    return code > FIRST_SIGNAL
        ? "was ended by signal " + (code - FIRST_SIGNAL) + SIGNALS.getOrDefault(code, "")
        : "has ended, exit code " + code;
  }

  /** Ends it with all that it started. */
  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    conversation.end();
    tree.end();
    scratch.close();
  }
}
