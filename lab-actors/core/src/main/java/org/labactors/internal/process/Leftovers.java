package org.labactors.internal.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Programs of JVMs of this user that were killed together with their watchers. They are ended when
 * the next JVM starts its first program.
 */
public final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private Leftovers() {}

  /** Looks for them once, in a thread of its own: there may be many processes to look at. */
  public static void sweepOnce() {
    if (ProcessTable.isThere() && BEGUN.compareAndSet(false, true)) {
      Thread sweep = new Thread(Leftovers::sweep, "lab-leftovers");
      sweep.setDaemon(true);
      sweep.start();
    }
  }

  /** Ends them; looks again until there are none, since they may start others until their end. */
  public static List<Long> sweep() {
    List<Long> ended = new ArrayList<>();
    List<Long> now = endNow();
    for (int looks = 0; !now.isEmpty() && looks < 100; looks++) {
      ended.addAll(now);
      now = endNow();
    }
    if (!ended.isEmpty()) {
      LOG.info("Ended {} processes that were left of a lab that was killed", ended.size());
    }
    return ended;
  }

  private static List<Long> endNow() {
    List<Long> ended = new ArrayList<>();
    for (long pid : ProcessTable.all()) {
      if (isLeft(pid)) {
        ProcessHandle.of(pid)
            .filter(process -> isLeft(pid))
            .filter(ProcessHandle::destroyForcibly)
            .ifPresent(process -> ended.add(pid));
      }
    }
    return ended;
  }

  private static boolean isLeft(long pid) {
    return Mark.isLeft(ProcessTable.environment(pid)) && Mark.isOwn(pid);
  }
}
