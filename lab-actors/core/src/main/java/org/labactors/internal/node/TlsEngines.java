package org.labactors.internal.node;

import akka.actor.ActorSystem;
import akka.remote.artery.tcp.SSLEngineProvider;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.labactors.node.NodeKeys;
import scala.Option;

/** Hands the keys of a node to the actor library. */
public final class TlsEngines implements SSLEngineProvider {

  /** More than the nodes that may come at the same time, less than what fills a small heap. */
  private static final int MOST_HANDSHAKES = 256;

  private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(10);

  private final NodeKeys keys;
  private final TlsConnections connections;
  private final HandshakeGuard guard;

  public TlsEngines(NodeKeys keys, ActorSystem system) {
    this.keys = keys;
    this.connections = new TlsConnections(system);
    this.guard = new HandshakeGuard(system, MOST_HANDSHAKES, LONGEST_HANDSHAKE);
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    SSLEngine engine = keys.engine(host, port, false);
    guard.watch(connections.created(), engine);
    return engine;
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
    var unused = connections.created();
    return keys.engine(host, port, true);
  }

  /** All there is to verify was verified in the handshake. */
  @Override
  public Option<Throwable> verifyClientSession(String host, SSLSession session) {
    return Option.empty();
  }

  /** As for clients. */
  @Override
  public Option<Throwable> verifyServerSession(String host, SSLSession session) {
    return Option.empty();
  }
}
