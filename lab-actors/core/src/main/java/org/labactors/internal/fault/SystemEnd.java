package org.labactors.internal.fault;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of an actor system, for which nobody need wait for ever: an actor that is held up, by a
 * disk that does not answer say, holds up the end of its system; and one whose memory has run out
 * may not be able to end.
 */
public final class SystemEnd implements Extension {

  private static final String LONGEST = "lab.node.longest-end";

  private static final Logger LOG = LoggerFactory.getLogger(SystemEnd.class);
  private static final Logger FAULTS = LoggerFactory.getLogger(SystemFault.class);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final ExtensionId<SystemEnd> ID =
      new ExtensionId<>() {
        @Override
        public SystemEnd createExtension(ActorSystem<?> system) {
          return new SystemEnd(system);
        }
      };

  private final ActorSystem<?> system;
  private final Duration longest;
  private final CompletableFuture<Done> end;

  private SystemEnd(ActorSystem<?> system) {
    this.system = system;
    this.longest = system.settings().config().getDuration(LONGEST);
    this.end = system.getWhenTerminated().toCompletableFuture().copy();
    CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(), "limit the time to end", this::limit);
    if (shutdown.getShutdownReason().isPresent()) {
      CompletionStage<Done> unused = limit();
    }
    system
        .settings()
        .setup()
        .get(FirstFault.class)
        .ifPresent(
            first -> {
              var unused = first.fault().thenAccept(this::fail);
            });
  }

  /** What waits for the end is told first, for ending may need what there is none of. */
  private void fail(Throwable fatal) {
    SystemFault fault = new SystemFault(fatal);
    end.completeExceptionally(fault);
    FAULTS.error("{}", fault.getMessage(), fatal);
    system.terminate();
  }

  /**
   * When an actor system has ended. It fails with a {@link TimeoutException} when the system has
   * begun to end and has not been able to for {@code lab.node.longest-end}; a process that stands
   * still meanwhile is not blamed for that. It fails with a {@link SystemFault} at once when the
   * Java machine has run out of what the system needs.
   */
  public static CompletableFuture<Done> of(ActorSystem<?> system) {
    return system.registerExtension(ID).end.copy();
  }

  /** Why the end of a system has not come, in words, when waiting for it has failed. */
  public static String reason(Throwable failure) {
    Throwable cause = failure.getCause();
    return String.valueOf((cause == null ? failure : cause).getMessage());
  }

  private CompletionStage<Done> limit() {
    lookAgain(Math.max(1, longest.toMillis() / LOOK.toMillis()));
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  private void lookAgain(long looks) {
    if (looks == 0) {
      LOG.info("What holds up the end of the actor system is in here:\n{}", system.printTree());
      end.completeExceptionally(
          new TimeoutException(
              "the actor system has not ended within " + longest.toSeconds() + " s"));
    } else if (!end.isDone()) {
      Executor later = CompletableFuture.delayedExecutor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      later.execute(() -> lookAgain(looks - 1));
    }
  }
}
