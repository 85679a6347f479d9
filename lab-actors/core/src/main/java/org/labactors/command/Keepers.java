package org.labactors.command;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The keepers of this JVM that have nothing to do. There are as many keepers as there were programs
 * at a time; who has had nothing to do for a while is ended.
 */
final class Keepers {

  private static final long IDLE_SECONDS = 60;

  private record Idle(Keeper keeper, long since) {}

  /** The last one to come is the first to go. Guarded by the class. */
  private static final Deque<Idle> IDLE = new ArrayDeque<>();

  private static boolean sweeps;

  private Keepers() {}

  /**
   * Starts a program by one that has nothing to do.
   *
   * @return empty if the JVM is ending; nothing was started then
   * @throws Launch.CannotStart if it cannot be started
   */
  static Optional<Keeper.Program> start(Execution run) throws IOException, Launch.CannotStart {
    for (Optional<Idle> idle = pop(); idle.isPresent(); idle = pop()) {
      Keeper keeper = idle.get().keeper();
      try {
        return begin(keeper, run);
      } catch (IOException failure) {
        if (keeper.isAlive()) {
          throw failure;
        } // else it was ended from outside while it had nothing to do
      }
    }
    Optional<Keeper> keeper = Keeper.start();
    return keeper.isPresent() ? begin(keeper.get(), run) : Optional.empty();
  }

  private static Optional<Keeper.Program> begin(Keeper keeper, Execution run)
      throws IOException, Launch.CannotStart {
    boolean started = false;
    boolean refused = false;
    try {
      Optional<Keeper.Program> program = keeper.start(run);
      started = program.isPresent();
      return program;
    } catch (Launch.CannotStart | IllegalArgumentException refusal) {
      refused = true;
      throw refusal;
    } finally {
      if (refused) {
        giveBack(keeper);
      } else if (!started) {
        keeper.end();
      }
    }
  }

  private static synchronized Optional<Idle> pop() {
    return Optional.ofNullable(IDLE.pollLast());
  }

  /** Gives one back of whose program nothing is left. */
  static synchronized void giveBack(Keeper keeper) {
    IDLE.addLast(new Idle(keeper, System.nanoTime()));
    if (!sweeps) {
      sweeps = true;
      sweepLater();
    }
  }

  private static void sweepLater() {
    CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS).execute(Keepers::sweep);
  }

  private static void sweep() {
    old(TimeUnit.SECONDS.toNanos(IDLE_SECONDS)).forEach(Keeper::end);
    synchronized (Keepers.class) {
      sweeps = !IDLE.isEmpty();
      if (sweeps) {
        sweepLater();
      }
    }
  }

  /** Takes those that have had nothing to do for so long. */
  static synchronized List<Keeper> old(long nanos) {
    long now = System.nanoTime();
    List<Keeper> old = new ArrayList<>();
    while (!IDLE.isEmpty() && now - IDLE.getFirst().since() >= nanos) {
      old.add(IDLE.removeFirst().keeper());
    }
    return old;
  }
}
