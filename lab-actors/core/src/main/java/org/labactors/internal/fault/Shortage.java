package org.labactors.internal.fault;

import java.util.Locale;

/** Puts into words what a Java machine has run out of, and what is to be changed. */
public final class Shortage {

  private static final int MIB = 1 << 20;

  private Shortage() {}

  /** Whether nothing in the process can be relied on after this. */
  public static boolean isFatal(Throwable failure) {
    return failure instanceof VirtualMachineError || failure instanceof LinkageError;
  }

  /** What has run out and, on the next line, what to change. */
  public static String text(Throwable fatal) {
    String detail = String.valueOf(fatal.getMessage());
    if (fatal instanceof OutOfMemoryError) {
      return outOfMemory(detail);
    }
    if (fatal instanceof StackOverflowError) {
      return "the stack of a thread is full\n"
          + "Give threads a larger one, such as LAB_JAVA_OPTS=-Xss8m.";
    }
    if (fatal instanceof LinkageError) {
      return "a class cannot be loaded ("
          + fatal
          + ")\nMaybe files of the lab were changed or deleted while it ran; start it again.";
    }
    return "the Java machine has failed: " + fatal;
  }

  private static String outOfMemory(String detail) {
    String lower = detail.toLowerCase(Locale.ROOT);
    if (lower.contains("native thread")) {
      return noThread(detail);
    }
    if (lower.contains("direct buffer")) {
      return "out of memory for the buffers of connections ("
          + detail
          + ")\nAllow more, such as LAB_JAVA_OPTS=-XX:MaxDirectMemorySize="
          + more()
          + "; without that option they may take as much as the heap, which -Xmx limits.";
    }
    if (lower.contains("metaspace") || lower.contains("class space")) {
      return "out of memory for classes ("
          + detail
          + ")\nAllow more, such as LAB_JAVA_OPTS=-XX:MaxMetaspaceSize=256m, or leave that option out.";
    }
    if (lower.contains("heap space") || lower.contains("gc overhead") || lower.contains("array")) {
      return "out of memory: the heap may take "
          + Runtime.getRuntime().maxMemory() / MIB
          + " MB ("
          + detail
          + ")\nGive it more, such as LAB_JAVA_OPTS=-Xmx"
          + more()
          + ". Points that a rule computes take none, points that are listed do.";
    }
    return "out of memory: the system gives this process no more ("
        + detail
        + ")\nAllow it more: docker run --memory, MemoryMax of systemd, --mem of the batch system,"
        + " ulimit -v.";
  }

  private static String noThread(String detail) {
    return "no further thread can be made ("
        + detail
        + ")\nAllow this user more processes and threads, such as ulimit -u 4096, or the control group:"
        + " docker run --pids-limit, TasksMax of systemd.";
  }

  /** Twice of what the heap may take. */
  private static String more() {
    return 2 * Math.max(64, Runtime.getRuntime().maxMemory() / MIB) + "m";
  }
}
