package org.labactors;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.labactors.actor.LabActor;
import org.labactors.node.NodeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The actor system of a lab, and the one that follows it: when the cluster has given the lab's node
 * up, because it was out of reach or its process stood still, it starts anew at the same address,
 * and the engines come back to it.
 */
final class LabSystem {

  private static final Logger LOG = LoggerFactory.getLogger(LabSystem.class);
  private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

  private final Supplier<ActorSystem<LabActor.Command>> start;
  private CompletableFuture<ActorSystem<LabActor.Command>> current;
  private boolean closed;

  /** Starts it; the same again when it has to be. */
  static LabSystem start(Supplier<ActorSystem<LabActor.Command>> start) {
    LabSystem system = new LabSystem(start, start.get());
    system.watch(system.current.join());
    return system;
  }

  private LabSystem(
      Supplier<ActorSystem<LabActor.Command>> start, ActorSystem<LabActor.Command> first) {
    this.start = start;
    this.current = CompletableFuture.completedFuture(first);
  }

  private void watch(ActorSystem<LabActor.Command> system) {
    system.getWhenTerminated().thenRun(() -> replace(system));
  }

  /** The system there is; not completed while it starts anew, failed when there will be none. */
  synchronized CompletableFuture<ActorSystem<LabActor.Command>> current() {
    return current;
  }

  /** The system that follows one that has ended, as {@link #current}. */
  synchronized CompletableFuture<ActorSystem<LabActor.Command>> after(
      ActorSystem<LabActor.Command> ended) {
    replace(ended);
    return current;
  }

  private synchronized void replace(ActorSystem<LabActor.Command> ended) {
    if (current.isDone() && !current.isCompletedExceptionally() && current.join() == ended) {
      if (!closed && wasGivenUp(ended)) {
        LOG.warn(
            "the cluster has given up the lab's node, which was out of reach or stood still; it"
                + " starts anew, and what runs goes on");
        CompletableFuture<ActorSystem<LabActor.Command>> next = new CompletableFuture<>();
        current = next;
        Thread restart = new Thread(() -> restart(next), "lab-restart");
        restart.setDaemon(true);
        restart.start();
      } else {
        current = stopped();
      }
    }
  }

  private static boolean wasGivenUp(ActorSystem<?> system) {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(reason -> reason.equals(CoordinatedShutdown.clusterDowningReason()))
        .isPresent();
  }

  private void restart(CompletableFuture<ActorSystem<LabActor.Command>> next) {
    boolean told = false;
    while (!next.isDone()) {
      try {
        started(start.get(), next);
      } catch (NodeException occupied) {
        if (!told) {
          LOG.warn("{}\nTrying again.", occupied.getMessage());
        }
        told = true;
        pause(next);
      } catch (RuntimeException failure) {
        next.completeExceptionally(failure);
      }
    }
  }

  private synchronized void started(
      ActorSystem<LabActor.Command> system, CompletableFuture<ActorSystem<LabActor.Command>> next) {
    if (closed) {
      system.terminate();
    } else {
      next.complete(system);
      watch(system);
    }
  }

  /** Waits for a while, unless it is closed meanwhile. */
  private static void pause(CompletableFuture<?> next) {
    try {
      next.get(BETWEEN_STARTS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException awake) {
      // The loop looks what has become of it.
    } catch (InterruptedException end) {
      next.completeExceptionally(end);
    }
  }

  /** There is to be none after the present one, which is for the caller to stop. */
  synchronized Optional<ActorSystem<LabActor.Command>> close() {
    closed = true;
    if (current.isDone() && !current.isCompletedExceptionally()) {
      return Optional.of(current.join());
    }
    current.completeExceptionally(new IllegalStateException("the lab has stopped"));
    return Optional.empty();
  }

  private static <T> CompletableFuture<T> stopped() {
    return CompletableFuture.failedFuture(new IllegalStateException("the lab has stopped"));
  }
}
