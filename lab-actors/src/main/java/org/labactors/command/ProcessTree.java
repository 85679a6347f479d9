package org.labactors.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A program and all processes that it started, also those that left its group or whose parents have
 * ended. The descendants of a process are known to the system as long as their parents live; beyond
 * that, on Linux, each inherits a mark in its environment.
 */
final class ProcessTree {

  /** The variable that marks the processes of a trial. */
  static final String MARK = "LAB_TRIAL";

  private static final Path PROC = Path.of("/proc");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Those that run; they end with the JVM. */
  private static final Set<ProcessTree> RUNNING = ConcurrentHashMap.newKeySet();

  /** Programs are started by readers; who ends them all is the writer. */
  private static final ReentrantReadWriteLock STARTS_OR_END = new ReentrantReadWriteLock();

  private static volatile boolean closing;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ProcessTree::endAll, "end of the programs"));
  }

  private static void endAll() {
    Lock ending = STARTS_OR_END.writeLock();
    boolean alone = false;
    try {
      alone = ending.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException atOnce) {
      Thread.currentThread().interrupt();
    }
    closing = true;
    if (alone) {
      ending.unlock();
    }
    RUNNING.forEach(ProcessTree::end);
  }

  /** Whether the JVM is ending, and all programs with it. */
  static boolean isClosing() {
    return closing;
  }

  /**
   * Starts a program; it ends with the JVM at the latest.
   *
   * @return empty if the JVM is ending already; nothing was started then
   */
  static Optional<ProcessTree> start(ProcessBuilder builder) throws IOException {
    String mark = UUID.randomUUID().toString();
    builder.environment().put(MARK, mark);
    Lock starting = STARTS_OR_END.readLock();
    starting.lock();
    try {
      return closing
          ? Optional.empty()
          : Optional.of(new ProcessTree(Scratch.start(builder), mark));
    } finally {
      starting.unlock();
    }
  }

  private final Process program;
  private final ProcessHandle root;
  private final String mark;

  /** The tree of a program that was started with this value of {@link #MARK}, and no other was. */
  private ProcessTree(Process program, String mark) {
    this.program = program;
    this.root = program.toHandle();
    this.mark = mark;
    RUNNING.add(this);
  }

  /** The program itself. */
  Process program() {
    return program;
  }

  /** Those of its processes that run. */
  Set<ProcessHandle> alive() {
    Set<ProcessHandle> alive = new LinkedHashSet<>();
    if (isAlive(root)) {
      alive.add(root);
      root.descendants().forEach(alive::add);
    }
    marked(alive);
    alive.removeIf(process -> !isAlive(process));
    return alive;
  }

  /**
   * Ends them all, without asking them. They are looked for again and again until none is left,
   * since a process may start others until its own end.
   *
   * @return those that could not be ended
   */
  Set<ProcessHandle> end() {
    // An interrupt would close the files of /proc while they are read.
    boolean interrupted = Thread.interrupted();
    long start = System.nanoTime();
    Set<ProcessHandle> known = new LinkedHashSet<>();
    Set<ProcessHandle> left = alive();
    while (!left.isEmpty() && System.nanoTime() - start < PATIENCE_NANOS) {
      known.addAll(left);
      left.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(PAUSE_NANOS);
      left = alive();
      for (ProcessHandle process : known) {
        if (isAlive(process)) {
          left.add(process);
          process.descendants().forEach(left::add);
        }
      }
    }
    RUNNING.remove(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return left;
  }

  private void marked(Set<ProcessHandle> found) {
    if (!Files.isDirectory(PROC)) {
      return;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (isMarked(process)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
        }
      }
    } catch (IOException unreadable) {
      // Then the descendants are all that is known.
    }
  }

  private boolean isMarked(Path process) {
    try {
      byte[] environment = Files.readAllBytes(process.resolve("environ"));
      // One byte for one character, whatever the encoding.
      return new String(environment, StandardCharsets.ISO_8859_1).contains(MARK + "=" + mark);
    } catch (IOException endedOrNotOurs) {
      return false;
    }
  }

  /** One that has ended but that nobody has waited for is not alive, though Java says so. */
  private static boolean isAlive(ProcessHandle process) {
    return process.isAlive() && stateOf(process).filter(state -> state == 'Z').isEmpty();
  }

  private static Optional<Character> stateOf(ProcessHandle process) {
    try {
      String stat =
          Files.readString(PROC.resolve(process.pid() + "/stat"), StandardCharsets.ISO_8859_1);
      return Optional.of(stat.charAt(stat.lastIndexOf(')') + 2));
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** Processes but one in words: their programs and numbers. */
  static String describe(Set<ProcessHandle> processes, ProcessHandle but) {
    return processes.stream()
        .filter(process -> !process.equals(but))
        .map(process -> process.info().command().orElse("process") + " (" + process.pid() + ")")
        .reduce((first, next) -> first + ", " + next)
        .orElse("one that cannot be seen");
  }
}
