package org.labactors.cli.internal.supervisor;

import java.util.Optional;
import org.labactors.internal.process.ProcessTable;

/**
 * A process of this machine, told apart from any later one that is given the same number.
 *
 * @param pid its number
 * @param birth when it began, in the system's own words, which never change while it lives
 */
public record ProcessMark(long pid, String birth) {

  /** Tells one start of the machine from the next; empty where the kernel does not tell it. */
  private static final String BOOT = ProcessTable.read("sys/kernel/random/boot_id").strip();

  /** The process of this number; empty if there is none, or only what is left of a dead one. */
  public static Optional<ProcessMark> of(long pid) {
    Optional<String> birth =
        !BOOT.isEmpty()
            ? birthByKernel(pid)
            : ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .map(Object::toString);
    return birth.map(text -> new ProcessMark(pid, text));
  }

  /** This process. */
  static ProcessMark ofThis() {
    long pid = ProcessHandle.current().pid();
    return of(pid).orElseThrow(() -> new IllegalStateException("no process " + pid));
  }

  /**
   * What Java calls the start is computed from the clock, which may be put right meanwhile; the
   * kernel's ticks since its own start are not.
   */
  private static Optional<String> birthByKernel(long pid) {
    return ProcessTable.stat(pid)
        .filter(process -> !process.hasEnded())
        .map(process -> BOOT + "/" + process.start());
  }

  /** Whether this process, and not another of its number, is there. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** Asks it to end, if it is there; returns whether that was possible. */
  boolean end() {
    return !isAlive() || ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(true);
  }

  /** Ends it at once, if it is there; returns whether that was possible. */
  boolean kill() {
    return !isAlive() || ProcessHandle.of(pid).map(ProcessHandle::destroyForcibly).orElse(true);
  }
}
