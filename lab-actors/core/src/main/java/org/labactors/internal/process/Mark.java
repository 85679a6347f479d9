package org.labactors.internal.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in the environment of all processes of a trial, and of no others: which JVM started the
 * program, and which of its programs it is.
 *
 * <p>A JVM is told by its number, the tick in which it began, the space in which it has that number
 * (a container has its own), the start of the machine and its user. No other has the same, so that
 * a mark alone tells whether the JVM that made it has ended.
 *
 * @param jvm the JVM, in these words
 * @param text the mark, with a semicolon before and after it
 */
public record Mark(String jvm, String text) {

  /** The variable with the mark; a program that starts a lab passes its own on as well. */
  public static final String VARIABLE = "LAB_TRIAL";

  private static final Path SELF = Path.of("/proc/self");
  private static final String USER = userOf(SELF);
  private static final String SPACE =
      nameOf(SELF.resolve("ns/pid")) + "-" + ProcessTable.read("sys/kernel/random/boot_id").strip();
  private static final String THIS_JVM = jvm(ProcessHandle.current().pid());
  private static final Pattern MARK =
      Pattern.compile(";(([0-9]+)-([0-9]+)-([0-9]*-[0-9a-f-]*-[0-9]*)\\.[0-9]+)(?=;)");
  private static final AtomicLong PROGRAMS = new AtomicLong();

  /** A new one. */
  public static Mark next() {
    return new Mark(THIS_JVM, ";" + THIS_JVM + "." + PROGRAMS.incrementAndGet() + ";");
  }

  /** What all marks of this JVM begin with. */
  static String beginning() {
    return ";" + THIS_JVM + ".";
  }

  /** The value of the variable, given that of this process. */
  public String after(String inherited) {
    return inherited.endsWith(";") ? inherited + text.substring(1) : text;
  }

  /** Whether a process with these variables has it. */
  public boolean isIn(String environment) {
    int value = environment.indexOf(text);
    return value >= 0
        && environment.startsWith(VARIABLE + "=", environment.lastIndexOf('\0', value) + 1);
  }

  /**
   * Whether variables have a mark that was made by a JVM of this user that has ended. Of JVMs in
   * other spaces nothing is known.
   */
  static boolean isLeft(String environment) {
    int variable = ("\0" + environment).indexOf("\0" + VARIABLE + "=;");
    if (variable < 0) {
      return false;
    }
    int end = environment.indexOf('\0', variable);
    Matcher marks =
        MARK.matcher(environment.substring(variable, end < 0 ? environment.length() : end));
    List<MatchResult> found = new ArrayList<>();
    while (marks.find()) {
      found.add(marks.toMatchResult());
    }
    return found.stream()
        .anyMatch(
            mark ->
                mark.group(4).equals(SPACE + "-" + USER)
                    && isGone(Long.parseLong(mark.group(2)), Long.parseLong(mark.group(3))));
  }

  private static boolean isGone(long pid, long start) {
    return ProcessTable.stat(pid).filter(is -> is.start() == start && !is.hasEnded()).isEmpty();
  }

  /** Whether a process is one of this user. */
  static boolean isOwn(long pid) {
    return !USER.isEmpty() && userOf(Path.of("/proc", Long.toString(pid))).equals(USER);
  }

  private static String jvm(long pid) {
    long start = ProcessTable.stat(pid).map(ProcessTable.Stat::start).orElse(0L);
    return pid + "-" + start + "-" + SPACE + "-" + USER;
  }

  private static String userOf(Path process) {
    try {
      return Files.getAttribute(process, "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return "";
    }
  }

  /** The number in the name of a space, {@code pid:[4026531836]}. */
  private static String nameOf(Path space) {
    try {
      return Files.readSymbolicLink(space).toString().replaceAll("[^0-9]", "");
    } catch (IOException | UnsupportedOperationException unknown) {
      return "";
    }
  }
}
