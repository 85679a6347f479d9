package org.labactors.cli.internal.terminal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.fault.FirstFault;
import org.labactors.internal.fault.Shortage;

/**
 * Ends the process when it has run out of memory or threads and the command cannot end by itself. A
 * process that can make no thread does not even notice signals. It has a thread from the start, and
 * what it needs is loaded by then.
 */
public final class FaultWatch {

  private static final Duration LOOK = Duration.ofMillis(250);

  /** So long a command may take to end by itself, and to say why. */
  private static final int LOOKS_FOR_COMMAND = 10;

  /** Every so many looks it tries to make a thread; one that fails may be chance. */
  private static final int LOOKS_FOR_THREAD = 4;

  private static final int MOST_FAILURES = 3;

  /** Whether the user has been told; by whoever comes first. */
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private final Console console;
  private int failures;

  private FaultWatch(Console console) {
    this.console = console;
  }

  /** Begins to watch this process. */
  public static void start(Console console) {
    String unused = Shortage.text(new OutOfMemoryError("Java heap space")); // loads its classes
    Thread thread = new Thread(new FaultWatch(console)::watch, "lab-fault-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** Tells the user why the command ends. */
  public static void tell(Console console, String why) {
    TOLD.set(true);
    console.say(why);
  }

  private void watch() {
    try {
      Throwable fault = await();
      if (!TOLD.getAndSet(true)) {
        console.say(Shortage.text(fault));
      }
    } catch (InterruptedException notNeeded) {
      return;
    } catch (Throwable unspeakable) {
      // It has to end all the same.
    }
    Runtime.getRuntime().halt(ExitCode.UNFINISHED);
  }

  private Throwable await() throws InterruptedException {
    for (int look = 1; ; look++) {
      Thread.sleep(LOOK.toMillis());
      Throwable fault = FirstFault.inProcess();
      if (fault != null) {
        Thread.sleep(LOOKS_FOR_COMMAND * LOOK.toMillis());
        return fault;
      }
      if (look % LOOKS_FOR_THREAD == 0) {
        Throwable noThread = probe();
        failures = noThread == null ? 0 : failures + 1;
        if (noThread != null && failures == MOST_FAILURES) {
          return noThread;
        }
      }
    }
  }

  private static @Nullable Throwable probe() {
    try {
      Thread thread = new Thread(() -> {}, "lab-fault-probe");
      thread.setDaemon(true);
      thread.start();
      return null;
    } catch (OutOfMemoryError noThread) {
      return noThread;
    }
  }
}
