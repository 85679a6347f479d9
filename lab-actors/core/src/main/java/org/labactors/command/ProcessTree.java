package org.labactors.command;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.labactors.internal.process.Leftovers;
import org.labactors.internal.process.Mark;
import org.labactors.internal.process.ProcessNumbers;
import org.labactors.internal.process.ProcessTable;
import org.labactors.internal.process.Watcher;

/**
 * A program and all processes that it started, also those that left its group or whose parents have
 * ended.
 *
 * <p>On Linux each process inherits a mark in its environment, and is looked for among those that
 * began after the program. One that took the mark away is found as long as its parent lives; so is,
 * on other systems, every process.
 */
final class ProcessTree {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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
    Keeper.removeFolders();
    Watcher.release();
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
    Mark mark = Mark.next();
    String marks = mark.after(builder.environment().getOrDefault(Mark.VARIABLE, ""));
    builder.environment().put(Mark.VARIABLE, marks);
    Lock starting = STARTS_OR_END.readLock();
    starting.lock();
    try {
      if (closing) {
        return Optional.empty();
      }
      Watcher.ensure();
      Leftovers.sweepOnce();
      return Optional.of(new ProcessTree(Scratch.start(builder), mark, marks));
    } finally {
      starting.unlock();
    }
  }

  /** What has a shell start a program. */
  interface Request {
    void send(ProcessTree tree) throws IOException;
  }

  /**
   * Has the root of this tree, a shell, start a program. It ends with this tree at the latest.
   *
   * @return the program and all that it starts, without the shell; empty if the JVM is ending
   *     already, and the shell was asked for nothing
   */
  Optional<ProcessTree> start(Request request) throws IOException {
    ProcessTree below = new ProcessTree(this);
    Lock starting = STARTS_OR_END.readLock();
    starting.lock();
    try {
      if (closing) {
        return Optional.empty();
      }
      Watcher.ensure();
      request.send(below);
      return Optional.of(below);
    } finally {
      starting.unlock();
    }
  }

  /** What a look at the processes shows. */
  private static final class Look {
    private final Set<ProcessHandle> alive = new LinkedHashSet<>();
    private final Set<Long> numbers = new HashSet<>();

    /** Whether something was not to be seen, such as a process between two programs. */
    private boolean uncertain;
  }

  private final Process program;
  private final ProcessHandle root;
  private final Mark mark;
  private final String marks;
  private final ProcessNumbers candidates;
  private final boolean belowRoot;

  /** The tree of a program that was started with this mark, and no other was. */
  private ProcessTree(Process program, Mark mark, String marks) {
    this.program = program;
    this.root = program.toHandle();
    this.mark = mark;
    this.marks = marks;
    this.candidates = ProcessNumbers.since(root.pid());
    this.belowRoot = false;
    RUNNING.add(this);
  }

  /** What the root of a tree will start with a new mark. */
  private ProcessTree(ProcessTree shell) {
    this.program = shell.program;
    this.root = shell.root;
    this.mark = Mark.next();
    this.marks = mark.after(shell.marks);
    this.candidates = ProcessNumbers.sinceNow();
    this.belowRoot = true;
  }

  /** The value of the variable {@link Mark#VARIABLE} of its processes. */
  String marks() {
    return marks;
  }

  /** The program itself, or the shell that starts it. */
  Process program() {
    return program;
  }

  /** Those of its processes that run. */
  Set<ProcessHandle> alive() {
    return look().alive;
  }

  /**
   * Ends them all, without asking them. They are looked for again and again until none is left,
   * since a process may start others until its own end.
   *
   * @return those that could not be ended
   */
  Set<ProcessHandle> end() {
    // The pauses would be none for a thread that is interrupted.
    boolean interrupted = Thread.interrupted();
    long start = System.nanoTime();
    Set<ProcessHandle> known = new LinkedHashSet<>();
    Look look = look();
    while ((look.uncertain || !look.alive.isEmpty())
        && System.nanoTime() - start < PATIENCE_NANOS) {
      known.addAll(look.alive);
      look.alive.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(PAUSE_NANOS);
      look = look();
      known.stream().filter(ProcessTree::isAlive).forEach(look.alive::add);
    }
    RUNNING.remove(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return look.alive;
  }

  private Look look() {
    Look look = new Look();
    if (belowRoot) {
      look.numbers.add(root.pid());
    }
    if (ProcessTable.isThere()) {
      boolean complete = candidates.forEach(pid -> lookAt(pid, look));
      look.uncertain |= !complete;
    } else if (root.isAlive()) {
      if (!belowRoot) {
        look.alive.add(root);
      }
      root.descendants().forEach(look.alive::add);
    }
    return look;
  }

  private void lookAt(long pid, Look look) {
    String environment = ProcessTable.environment(pid);
    if (!mark.isIn(environment) && !isChildOf(look.numbers, pid)) {
      look.uncertain |= environment.isEmpty() && mayBeBetweenPrograms(pid);
      return;
    }
    // From here on it is told from a later process of its number by its start.
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessTree::isAlive);
    if (process.isEmpty() || look.numbers.contains(ProcessTable.processOf(pid))) {
      return;
    }
    if (mark.isIn(ProcessTable.environment(pid)) || isChildOf(look.numbers, pid)) {
      look.alive.add(process.get());
      look.numbers.add(pid);
    } else {
      look.uncertain = true;
    }
  }

  /** While a process takes on another program, its environment is empty. */
  private static boolean mayBeBetweenPrograms(long pid) {
    return ProcessTable.stat(pid).filter(is -> !is.hasEnded() && !is.hasNoVariables()).isPresent();
  }

  private static boolean isChildOf(Set<Long> parents, long pid) {
    return !parents.isEmpty()
        && ProcessTable.stat(pid).filter(is -> parents.contains(is.parent())).isPresent();
  }

  /** One that has ended but that nobody has waited for is not alive, though Java says so. */
  private static boolean isAlive(ProcessHandle process) {
    return process.isAlive()
        && ProcessTable.stat(process.pid()).filter(ProcessTable.Stat::hasEnded).isEmpty();
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
