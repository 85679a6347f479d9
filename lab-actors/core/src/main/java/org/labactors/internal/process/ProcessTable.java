package org.labactors.internal.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells of its processes, in the folder {@code /proc}. A process that ends while it is
 * read is as one that is not there.
 */
public final class ProcessTable {

  /**
   * What the system says of a process in one line.
   *
   * @param state a letter
   * @param parent the number of its parent
   * @param flags bits of the kernel
   * @param start when it began, in ticks since the machine did
   * @param code where the code of its program ends, 0 while it is being given one
   * @param variables where its variables begin
   * @param variablesEnd where they end
   */
  public record Stat(
      char state,
      long parent,
      long flags,
      long start,
      long code,
      long variables,
      long variablesEnd) {

    /** One of the kernel's own threads, which has neither arguments nor variables. */
    private static final long KERNEL_THREAD = 0x00200000;

    /** Whether it has ended, though nobody may have asked how. */
    public boolean hasEnded() {
      return state == 'Z' || state == 'X' || state == 'x';
    }

    /**
     * Whether it was given no variables, or none that may be seen, and is not just being given
     * some. It has its variables when the system notes where the code is.
     */
    public boolean hasNoVariables() {
      return isKernelThread() || (code != 0 && variables == variablesEnd);
    }

    private boolean isKernelThread() {
      return (flags & KERNEL_THREAD) != 0;
    }
  }

  private static final File PROC = new File("/proc");
  private static final boolean THERE = new File(PROC, "self/environ").canRead();

  // Fields of stat, counted from 0 behind the name of the program.
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int FLAGS = 6;
  private static final int START = 19;
  private static final int CODE_END = 24;
  private static final int VARIABLES = 47;
  private static final int VARIABLES_END = 48;

  private static final int MOST_AT_ONCE = 1 << 16;

  private ProcessTable() {}

  /** Whether this machine has one. */
  public static boolean isThere() {
    return THERE;
  }

  /** The numbers of all processes, in ascending order. */
  public static long[] all() {
    @Nullable String[] names = PROC.list();
    return names == null
        ? new long[0]
        : Arrays.stream(names)
            .filter(name -> name != null && !name.isEmpty() && isDigit(name.charAt(0)))
            .mapToLong(Long::parseLong)
            .sorted()
            .toArray();
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  /** Whether there is a process, or a thread, of this number. */
  public static boolean has(long pid) {
    return new File(PROC, Long.toString(pid)).exists();
  }

  /** What the system says of a process; empty if it is not there. */
  public static Optional<Stat> stat(long pid) {
    String stat = read(pid + "/stat");
    int name = stat.lastIndexOf(')');
    if (name < 0) {
      return Optional.empty();
    }
    String[] fields = stat.substring(name + 2).split(" ", -1);
    return Optional.of(
        new Stat(
            fields[STATE].charAt(0),
            Long.parseLong(fields[PARENT]),
            Long.parseLong(fields[FLAGS]),
            Long.parseLong(fields[START]),
            address(fields, CODE_END),
            address(fields, VARIABLES),
            address(fields, VARIABLES_END)));
  }

  /** Old kernels do not tell it. */
  private static long address(String[] fields, int index) {
    return index < fields.length ? Long.parseUnsignedLong(fields[index].strip()) : 0;
  }

  /** The number of the process that a thread belongs to; that of a process is its own. */
  public static long processOf(long thread) {
    String status = read(thread + "/status");
    int line = status.indexOf("\nTgid:\t");
    int end = status.indexOf('\n', line + 1);
    return line < 0 || end < 0 ? thread : Long.parseLong(status.substring(line + 7, end));
  }

  /**
   * Its variables, each ended by a zero; empty if it has none, is just taking on another program,
   * is not there, or is another's.
   */
  public static String environment(long pid) {
    return read(pid + "/environ");
  }

  /** A file in the folder; empty if it cannot be read. */
  public static String read(String file) {
    // An interrupt would close a channel, but not a stream.
    try (FileInputStream in = new FileInputStream(new File(PROC, file))) {
      // As much as there is at once: what is read in pieces may be the variables of one program
      // at first and end with the next program.
      byte[] bytes = in.readNBytes(MOST_AT_ONCE);
      // One byte for one character, whatever the encoding.
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return bytes.length < MOST_AT_ONCE
          ? text
          : text + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException endedOrNotOurs) {
      return "";
    }
  }
}
