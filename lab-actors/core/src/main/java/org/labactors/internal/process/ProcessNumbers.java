package org.labactors.internal.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that processes may have which began after a certain one.
 *
 * <p>Linux gives each new process the next free number, and begins anew at the lowest when it has
 * come to the highest. It also tells the number that it gave last. So what began after a process
 * has a number between the two, and nothing else need be looked at, be there ever so many
 * processes. All of them are looked at where the system does not tell the truth (a container may be
 * shown other files), and after so many starts that the numbers may have gone round.
 */
public final class ProcessNumbers {

  /** As many numbers as are tried one by one; beyond that, only those in use are looked at. */
  private static final long MOST_TRIED = 2048;

  private static final int MOST_LISTS = 20;

  /** Between the start of a process and a look at the number given last are no more than these. */
  private static final long SOON = 4096;

  private static final long FORKS_ARE_GOOD_FOR = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int MOST_DIGITS = 18;

  private static final long HIGHEST = number(ProcessTable.read("sys/kernel/pid_max").strip());

  private static final boolean TRUSTED =
      HIGHEST > 0 && !ProcessTable.read("self/mountinfo").contains(" /proc/loadavg ");

  /** How many processes and threads the machine had started at some moment. */
  private record Forks(long count, long at) {
    static Forks now() {
      long at = System.nanoTime();
      String stat = ProcessTable.read("stat");
      int line = stat.indexOf("\nprocesses ");
      int end = stat.indexOf('\n', line + 1);
      return new Forks(line < 0 || end < 0 ? -1 : number(stat.substring(line + 11, end)), at);
    }
  }

  /** To read it costs more the more cores there are, so programs share it for a moment. */
  private static volatile Forks recent = new Forks(-1, System.nanoTime() - FORKS_ARE_GOOD_FOR);

  private final long first;
  private final Forks before;
  private final boolean trusted;

  private ProcessNumbers(long first, Forks before, boolean trusted) {
    this.first = first;
    this.before = before;
    this.trusted = trusted;
  }

  /** Those from now on, and the one that began last. */
  public static ProcessNumbers sinceNow() {
    return since(newest());
  }

  /** Those from a process on that has just begun. */
  public static ProcessNumbers since(long pid) {
    Forks before = recent;
    if (System.nanoTime() - before.at >= FORKS_ARE_GOOD_FOR) {
      before = Forks.now();
      recent = before;
    }
    return new ProcessNumbers(
        pid, before, TRUSTED && before.count >= 0 && distance(pid, newest()) <= SOON);
  }

  /** A number; -1 if the text is none. */
  private static long number(String text) {
    long number = text.isEmpty() || text.length() > MOST_DIGITS ? -1 : 0;
    for (int i = 0; i < text.length() && number >= 0; i++) {
      char digit = text.charAt(i);
      number = digit >= '0' && digit <= '9' ? 10 * number + digit - '0' : -1;
    }
    return number;
  }

  /**
   * The load of the machine, in whose text is the number that was given last. It stays open: each
   * program asks for it some times.
   */
  private static final class Load {
    private static final int LONGEST = 128;
    private static final byte[] BYTES = new byte[LONGEST];
    private static @Nullable RandomAccessFile file;

    private Load() {}

    /** The number that was given last; -1 if that is not told. */
    static synchronized long newest() {
      try {
        RandomAccessFile load = file;
        if (load == null) {
          load = new RandomAccessFile("/proc/loadavg", "r");
          file = load;
        }
        load.seek(0);
        int end = load.read(BYTES) - 1; // a line, with its end
        int begin = end;
        while (begin > 0 && BYTES[begin - 1] != ' ') {
          begin--;
        }
        return end < 1 ? -1 : number(new String(BYTES, begin, end - begin, US_ASCII));
      } catch (IOException notTold) {
        return -1;
      }
    }
  }

  private static long newest() {
    return Load.newest();
  }

  /** How many numbers are from one to another, upwards and round. */
  private static long distance(long from, long to) {
    return to < 0 ? Long.MAX_VALUE : to >= from ? to - from : HIGHEST - from + to;
  }

  /**
   * Names each of them that is in use, parents before their children as a rule, until none has come
   * up meanwhile. So a process is seen, or the one that started it was seen before it ended.
   *
   * @return whether that came about; it does not while the machine starts very many
   */
  public boolean forEach(LongConsumer visitor) {
    long newest = newest();
    if (!trusted || newest < 0 || haveGoneRound()) {
      return list(false, visitor);
    }
    long next = first;
    long last = -1;
    while (newest != last) {
      if (distance(first, newest) > MOST_TRIED) {
        return list(true, visitor);
      }
      for (long left = distance(next, newest); left >= 0; left--) {
        if (ProcessTable.has(next)) {
          visitor.accept(next);
        }
        next = next + 1 >= HIGHEST ? 1 : next + 1;
      }
      last = newest;
      newest = newest();
    }
    return true;
  }

  private boolean haveGoneRound() {
    // They need a while for that, in which a machine starts some ten thousand at the most.
    return System.nanoTime() - before.at > 2 * FORKS_ARE_GOOD_FOR
        && Forks.now().count - before.count > HIGHEST / 2;
  }

  /** Names those in use, until a list has none that was not in the ones before. */
  private boolean list(boolean youngOnly, LongConsumer visitor) {
    Set<Long> seen = new HashSet<>();
    for (int lists = 0; lists < MOST_LISTS; lists++) {
      boolean news = false;
      long[] all = ProcessTable.all();
      long range = youngOnly ? distance(first, newest()) : Long.MAX_VALUE;
      for (long pid : all) {
        if (distance(first, pid) <= range && seen.add(pid)) {
          news = true;
          visitor.accept(pid);
        }
      }
      if (!news) {
        return true;
      }
    }
    return false;
  }
}
