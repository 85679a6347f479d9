package org.labactors.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.Done;
import akka.actor.ActorSystem;
import akka.actor.CoordinatedShutdown;
import akka.stream.TLSClosing$;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.node.NodeKeys;
import org.labactors.node.TestKeys;

/** A connection that is closed on this side and stays open on the other. */
@Timeout(60)
class TlsConnectionsTest {

  @TempDir private Path folder;

  @Test
  void aConnectionThatTheOtherSideKeepsOpenDoesNotHoldUpTheEnd() throws Exception {
    NodeKeys keys = TestKeys.made(folder.resolve("keys"));
    ActorSystem system =
        ActorSystem.create(
            "closing",
            ConfigFactory.parseString(
                    "akka.coordinated-shutdown.phases.before-actor-system-terminate.timeout = 50s")
                .withFallback(ConfigFactory.load()));
    TlsConnections connections = new TlsConnections(system);
    try (SSLServerSocket other = listen(keys)) {
      CompletableFuture<SSLSocket> connection = CompletableFuture.supplyAsync(() -> accept(other));
      CompletionStage<Done> closed = connect(system, connections, keys, other.getLocalPort());
      SSLSocket open = connection.get(30, TimeUnit.SECONDS);
      CoordinatedShutdown shutdown = CoordinatedShutdown.get(system);
      shutdown.addTask( // as the links of a cluster do
          CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
          "wait for the connection",
          () -> closed.handle((done, failure) -> Done.getInstance()));

      CompletionStage<Done> end = shutdown.runAll(CoordinatedShutdown.unknownReason());

      assertThat(end.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(30));
      open.close();
    }
  }

  @Test
  void aConnectionThatComesWhenConnectionsHaveBeenStoppedIsStoppedToo() throws Exception {
    NodeKeys keys = TestKeys.made(folder.resolve("keys"));
    ActorSystem system = ActorSystem.create("closing", ConfigFactory.load());
    TlsConnections connections = new TlsConnections(system);
    try (SSLServerSocket other = listen(keys)) {
      CompletableFuture<SSLSocket> unused = CompletableFuture.supplyAsync(() -> accept(other));
      connections.stop();

      CompletionStage<Done> closed = connect(system, connections, keys, other.getLocalPort());

      assertThat(closed.handle((done, failure) -> "closed").toCompletableFuture())
          .succeedsWithin(Duration.ofSeconds(30));
    }
    system.terminate();
  }

  private static SSLServerSocket listen(NodeKeys keys) throws IOException {
    return (SSLServerSocket)
        keys.context()
            .getServerSocketFactory()
            .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  /** Opens a connection, closes it on this side, and tells when it is closed on the other. */
  private static CompletionStage<Done> connect(
      ActorSystem system, TlsConnections connections, NodeKeys keys, int port) {
    return Source.<ByteString>empty()
        .via(
            Tcp.get(system)
                .outgoingConnectionWithTls(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    () -> engine(connections, keys, port),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    session -> Optional.empty(),
                    TLSClosing$.MODULE$.ignoreComplete()))
        .runWith(Sink.ignore(), system);
  }

  private static SSLEngine engine(TlsConnections connections, NodeKeys keys, int port) {
    var unused = connections.created();
    return keys.engine("127.0.0.1", port, true);
  }

  private static SSLSocket accept(SSLServerSocket other) {
    try {
      SSLSocket connection = (SSLSocket) other.accept();
      connection.startHandshake();
      return connection;
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
