package org.labactors.node;

import akka.remote.artery.tcp.SSLEngineProvider;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import scala.Option;

/** Hands the keys of a node to the actor library. */
final class TlsEngines implements SSLEngineProvider {

  private final NodeKeys keys;

  TlsEngines(NodeKeys keys) {
    this.keys = keys;
  }

  @Override
  public SSLEngine createServerSSLEngine(String host, int port) {
    return keys.engine(host, port, false);
  }

  @Override
  public SSLEngine createClientSSLEngine(String host, int port) {
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
