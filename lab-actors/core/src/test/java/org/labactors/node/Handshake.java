package org.labactors.node;

import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two sides of a connection that meet in memory. */
final class Handshake {

  private static final int ROOM = 1 << 16;
  private static final int STEPS = 100;

  private Handshake() {}

  /** Why the two do not trust each other; empty if they do. */
  static Optional<String> between(NodeKeys beginner, NodeKeys other) {
    SSLEngine client = beginner.engine("127.0.0.1", 1, true);
    SSLEngine server = other.engine("127.0.0.1", 1, false);
    ByteBuffer toServer = ByteBuffer.allocate(ROOM);
    ByteBuffer toClient = ByteBuffer.allocate(ROOM);
    try {
      for (int step = 0; step < STEPS; step++) {
        pass(client, toServer, toClient);
        pass(server, toClient, toServer);
      }
    } catch (SSLException refusal) {
      return Optional.of(String.valueOf(refusal.getMessage()));
    }
    return done(client) && done(server) ? Optional.empty() : Optional.of("they wait");
  }

  private static boolean done(SSLEngine engine) {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
        && engine.getSession().isValid();
  }

  private static void pass(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
    SSLEngineResult unused = engine.wrap(ByteBuffer.allocate(0), out);
    runTasks(engine);
    in.flip();
    SSLEngineResult unusedToo = engine.unwrap(in, ByteBuffer.allocate(ROOM));
    in.compact();
    runTasks(engine);
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
