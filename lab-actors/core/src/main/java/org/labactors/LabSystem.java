package org.labactors;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.fault.SystemEnd;
import org.labactors.internal.fault.SystemFault;
import org.labactors.node.NodeException;
import org.labactors.protocol.LabProtocol;
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

  private final Supplier<ActorSystem<LabProtocol.Command>> start;
  private CompletableFuture<ActorSystem<LabProtocol.Command>> current;
  private @Nullable Questions questions;
  private boolean closed;

  /** Starts it; the same again when it has to be. */
  static LabSystem start(Supplier<ActorSystem<LabProtocol.Command>> start) {
    LabSystem system = new LabSystem(start, start.get());
    system.watch(system.current.join());
    return system;
  }

  private LabSystem(
      Supplier<ActorSystem<LabProtocol.Command>> start, ActorSystem<LabProtocol.Command> first) {
    this.start = start;
    this.current = CompletableFuture.completedFuture(first);
  }

  private void watch(ActorSystem<LabProtocol.Command> system) {
    var unused = SystemEnd.of(system).whenComplete((end, late) -> ended(system, late));
  }

  private void ended(ActorSystem<LabProtocol.Command> system, @Nullable Throwable late) {
    if (late == null) {
      replace(system);
    } else {
      abandon(system, late);
    }
  }

  /** The system there is; not completed while it starts anew, failed when there will be none. */
  synchronized CompletableFuture<ActorSystem<LabProtocol.Command>> current() {
    return current;
  }

  /** The system that follows one when that has ended, as {@link #current}. */
  CompletableFuture<ActorSystem<LabProtocol.Command>> after(
      ActorSystem<LabProtocol.Command> ending) {
    CompletableFuture<Void> known =
        SystemEnd.of(ending)
            .handle(
                (end, late) -> {
                  ended(ending, late);
                  return null;
                });
    return known.thenCompose(none -> current());
  }

  /**
   * The system there is, which may have to start anew first.
   *
   * @throws IllegalStateException if there will be none; the text says why
   */
  ActorSystem<LabProtocol.Command> present() {
    return present(current());
  }

  /** The system that follows one when that has ended, as {@link #present}. */
  ActorSystem<LabProtocol.Command> presentAfter(ActorSystem<LabProtocol.Command> ending) {
    return present(after(ending));
  }

  private ActorSystem<LabProtocol.Command> present(
      CompletableFuture<ActorSystem<LabProtocol.Command>> system) {
    try {
      return system.join();
    } catch (CompletionException failure) {
      throw new IllegalStateException(
          "the lab has stopped" + trouble().map(why -> ": " + why).orElse(""), failure);
    }
  }

  /** What has gone wrong, in words, so that there will be no system any more; otherwise empty. */
  Optional<String> trouble() {
    CompletableFuture<ActorSystem<LabProtocol.Command>> now = current();
    if (!now.isCompletedExceptionally()) {
      return Optional.empty();
    }
    try {
      now.join();
      return Optional.empty();
    } catch (CompletionException failure) {
      return failure.getCause() instanceof Stopped
          ? Optional.empty()
          : Optional.of(SystemEnd.reason(failure));
    }
  }

  /** What is asked of a system: the same for all who ask. */
  synchronized Questions questionsTo(ActorSystem<LabProtocol.Command> system) {
    Questions known = questions;
    Questions asked = known != null && known.lab() == system ? known : new Questions(system);
    questions = asked;
    return asked;
  }

  private synchronized void replace(ActorSystem<LabProtocol.Command> ended) {
    if (isCurrent(ended)) {
      if (!closed && wasGivenUp(ended)) {
        LOG.warn(
            "the cluster has given up the lab's node, which was out of reach or stood still; it"
                + " starts anew, and what runs goes on");
        CompletableFuture<ActorSystem<LabProtocol.Command>> next = new CompletableFuture<>();
        current = next;
        try {
          Thread restart = new Thread(() -> restart(next), "lab-restart");
          restart.setDaemon(true);
          restart.start();
        } catch (Throwable noThread) {
          next.completeExceptionally(noThread);
        }
      } else {
        current = stopped();
      }
    }
  }

  /** One that cannot end may still be writing the notebook: there must not be another beside it. */
  private synchronized void abandon(ActorSystem<LabProtocol.Command> stuck, Throwable why) {
    if (isCurrent(stuck)) {
      if (SystemFault.textOf(why) == null) {
        LOG.error("{}; the lab cannot go on", SystemEnd.reason(why));
      }
      current = CompletableFuture.failedFuture(why);
    }
  }

  private boolean isCurrent(ActorSystem<LabProtocol.Command> system) {
    return current.isDone() && !current.isCompletedExceptionally() && current.join() == system;
  }

  private static boolean wasGivenUp(ActorSystem<?> system) {
    return CoordinatedShutdown.get(system)
        .getShutdownReason()
        .filter(reason -> reason.equals(CoordinatedShutdown.clusterDowningReason()))
        .isPresent();
  }

  /**
   * It has started once, so whatever keeps it from starting now may pass: a port that is not free
   * yet, a machine so busy that steps of the start run into their time limits. Not so what the
   * virtual machine itself lacks.
   */
  private void restart(CompletableFuture<ActorSystem<LabProtocol.Command>> next) {
    String told = "";
    while (!next.isDone()) {
      try {
        started(start.get(), next);
      } catch (Exception obstacle) { // Scala throws checked ones undeclared
        String text = NodeException.text(obstacle);
        if (!text.equals(told)) {
          LOG.warn("{}\nTrying again.", text);
        }
        told = text;
        pause(next);
      } catch (Throwable failure) {
        next.completeExceptionally(failure);
      }
    }
  }

  private synchronized void started(
      ActorSystem<LabProtocol.Command> system,
      CompletableFuture<ActorSystem<LabProtocol.Command>> next) {
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
  synchronized Optional<ActorSystem<LabProtocol.Command>> close() {
    closed = true;
    if (current.isDone() && !current.isCompletedExceptionally()) {
      return Optional.of(current.join());
    }
    current.completeExceptionally(new Stopped());
    return Optional.empty();
  }

  private static <T> CompletableFuture<T> stopped() {
    return CompletableFuture.failedFuture(new Stopped());
  }

  /** It has ended as it was to. */
  private static final class Stopped extends IllegalStateException {
    Stopped() {
      super("the lab has stopped");
    }
  }
}
