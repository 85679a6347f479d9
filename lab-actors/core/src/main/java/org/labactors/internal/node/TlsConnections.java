package org.labactors.internal.node;

import akka.Done;
import akka.actor.ActorCell;
import akka.actor.ActorContext;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Cancellable;
import akka.actor.CoordinatedShutdown;
import akka.actor.InternalActorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * The TLS connections of a node, incoming and outgoing. When the actor system ends, those that are
 * still there after a while are stopped, and so are later ones: Akka's actor for a connection that
 * this side has closed waits without a limit for the other side to close it too, and its system
 * waits for the actor.
 *
 * <p>That actor creates its {@code SSLEngine} in its constructor; so the actor under construction
 * is the connection of the engine that is asked for.
 */
final class TlsConnections {

  /** What it takes to send what is left to send, and more. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private static final int FEW = 64;

  private final ActorSystem system;
  private final List<ActorRef> open = new ArrayList<>();
  private int many = FEW;
  private boolean ends;
  private boolean stopped;

  TlsConnections(ActorSystem system) {
    this.system = system;
  }

  /** Takes note of the connection that is being created on this thread. */
  synchronized ActorRef created() {
    if (!ends) {
      ends = true;
      CoordinatedShutdown.get(system)
          .addTask(
              CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
              "stop what is left of connections",
              this::stopLater);
    }
    if (open.size() >= many) {
      open.removeIf(each -> each instanceof InternalActorRef actor && actor.isTerminated());
      many = Math.max(FEW, 2 * open.size());
    }
    ActorRef connection = inTheMaking();
    if (stopped) {
      stopAfterAWhile(connection);
    } else {
      open.add(connection);
    }
    return connection;
  }

  /**
   * The stack has the contexts of actors under construction, with null above one that was taken.
   */
  private static ActorRef inTheMaking() {
    Iterator<ActorContext> contexts = ActorCell.contextStack().get().iterator();
    @Nullable ActorContext context = contexts.next();
    while (context == null) {
      context = contexts.next();
    }
    return context.self();
  }

  private CompletionStage<Done> stopLater() {
    system.scheduler().scheduleOnce(GRACE, this::stop, system.dispatcher());
    return CompletableFuture.completedFuture(Done.getInstance());
  }

  /** One that is stopped before its streams are connected would never tell them. */
  private void stopAfterAWhile(ActorRef connection) {
    Cancellable unused =
        system.scheduler().scheduleOnce(GRACE, () -> system.stop(connection), system.dispatcher());
  }

  /** Stops the connections that there are, and from now on those that come, after a while. */
  synchronized void stop() {
    stopped = true;
    open.forEach(system::stop);
    open.clear();
  }
}
