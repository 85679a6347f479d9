package org.labactors.internal.node;

import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes incoming connections that do not prove in time that they have a key. Whoever can reach the
 * node can open connections; each takes some 100 kB until its handshake is over. So only so many
 * may be in their handshake, the oldest gives way, and none for long. Connections of nodes, whose
 * handshakes are over, are not touched.
 *
 * <p>Akka has no limit for handshakes. Its actor for a TLS connection closes the connection when it
 * is stopped.
 */
final class HandshakeGuard {

  private static final Logger LOG = LoggerFactory.getLogger(HandshakeGuard.class);

  /** The protocol of a session whose handshake is not over. */
  private static final String NO_PROTOCOL = "NONE";

  private static final Duration TICK = Duration.ofSeconds(1);

  /** A connection that has not proved anything yet. */
  private record Open(ActorRef connection, SSLEngine engine, long since) {

    boolean isOver() {
      return !engine.getSession().getProtocol().equals(NO_PROTOCOL)
          || engine.isInboundDone()
          || engine.isOutboundDone();
    }
  }

  private final int most;
  private final long patience;
  private final ActorSystem system;
  private final Deque<Open> open = new ArrayDeque<>();
  private boolean ticks;
  private boolean warned;

  /**
   * One for the incoming connections of a node.
   *
   * @param most how many may be in their handshake at a time
   * @param patience how long a handshake may take
   */
  HandshakeGuard(ActorSystem system, int most, Duration patience) {
    this.system = system;
    this.most = most;
    this.patience = patience.toNanos();
  }

  /** Takes note of a connection that is being created. */
  synchronized void watch(ActorRef connection, SSLEngine engine) {
    if (open.size() >= most) {
      open.removeIf(Open::isOver);
    }
    while (open.size() >= most) {
      close(open.removeFirst());
    }
    open.addLast(new Open(connection, engine, System.nanoTime()));
    if (!ticks) {
      ticks = true;
      tickLater();
    }
  }

  private void tickLater() {
    system.scheduler().scheduleOnce(TICK, this::tick, system.dispatcher());
  }

  private synchronized void tick() {
    long now = System.nanoTime();
    open.removeIf(Open::isOver);
    while (!open.isEmpty() && now - open.getFirst().since() > patience) {
      close(open.removeFirst());
    }
    ticks = !open.isEmpty();
    if (ticks) {
      tickLater();
    }
  }

  private void close(Open connection) {
    if (!warned) {
      warned = true;
      LOG.warn(
          "Closed a connection that did not prove to have a key within {} s, or kept others from"
              + " doing so. There may be more; this is said once.",
          Duration.ofNanos(patience).toSeconds());
    }
    system.stop(connection.connection());
  }
}
