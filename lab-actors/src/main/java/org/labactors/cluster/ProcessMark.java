package org.labactors.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process of this machine, told apart from any later one that is given the same number.
 *
 * @param pid its number
 * @param birth when it began, in the system's own words, which never change while it lives
 */
public record ProcessMark(long pid, String birth) {

  private static final Path PROC = Path.of("/proc");

  /** Tells one start of the machine from the next. */
  private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

  /** Fields of {@code /proc/PID/stat}, counted from 0 behind the name of the program. */
  private static final int STATE = 0;

  private static final int START_TIME = 19;

  /** The process of this number; empty if there is none, or only what is left of a dead one. */
  public static Optional<ProcessMark> of(long pid) {
    Optional<String> birth =
        Files.isReadable(BOOT)
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
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[STATE].equals("Z") || fields[STATE].equals("X")) {
        return Optional.empty();
      }
      return Optional.of(Files.readString(BOOT).strip() + "/" + fields[START_TIME]);
    } catch (IOException noSuchProcess) {
      return Optional.empty();
    }
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
