package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;

/** A lab and a node, and connections of those who have no key. */
@Timeout(180)
class StrangersIT {

  private static final int TRIALS = 1_600;
  private static final int HALF_OPEN = 2500;
  private static final int MALFORMED = 10_000;
  private static final long SEED = 1;

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private int port;

  @BeforeEach
  void writeRunFile() throws IOException {
    port = FreePort.next();
    Files.writeString(folder.resolve("squares.conf"), Waiting.runFile(50, TRIALS));
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  @Test
  void connectionsThatNeverFinishTheirHandshakeAreClosedAndNodesStillJoin() throws Exception {
    LabProcess run = run();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < HALF_OPEN; i++) {
        Socket socket = connect();
        socket.getOutputStream().write(new byte[] {22, 3, 1, 1, 0});
        sockets.add(socket);
      }
      long recorded = trials().count("squares");
      LabProcess late = node();

      await().atMost(Duration.ofSeconds(70)).until(() -> isAtWork(late));
      assertThat(trials().count("squares")).isGreaterThan(recorded);
      for (Socket socket : sockets) {
        assertThat(isClosed(socket)).isTrue();
      }
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .containsOnlyOnce("Closed a connection that did not prove to have a key")
        .doesNotContain("\tat ");
  }

  @Test
  void malformedConnectionsDoNotStopALab() throws Exception {
    LabProcess run = run();
    Random random = new Random(SEED);
    for (int i = 0; i < MALFORMED; i++) {
      try (Socket socket = connect()) {
        socket.getOutputStream().write(malformed(random));
      } catch (SocketException alreadyClosed) {
        // That is what it is to do.
      }
    }

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(trials().count("squares")).isEqualTo(TRIALS);
  }

  /** What begins like TLS or like the actor library's own protocol, and goes on wrong. */
  private static byte[] malformed(Random random) {
    byte[] noise = new byte[random.nextInt(1, 300)];
    random.nextBytes(noise);
    byte[] begin =
        switch (random.nextInt(7)) {
          case 0 -> new byte[0];
          case 1 -> new byte[] {22, 3, 1, -1, -1}; // a record that is too long
          case 2 -> new byte[] {22, 3, 3, 0, 5, 1, -1, -1, -1, 0}; // a greeting that is too long
          case 3 -> new byte[] {21, 3, 3, 0, 2, 2, 40}; // an alert
          case 4 -> new byte[] {23, 3, 3, 0, 1}; // data before the handshake
          case 5 ->
              // The control, ordinary and large streams, with a negative length of a frame.
              ByteBuffer.allocate(9)
                  .put("AKKA".getBytes(StandardCharsets.US_ASCII))
                  .put((byte) random.nextInt(1, 4))
                  .putInt(-random.nextInt(1, 1 << 20))
                  .array();
          default -> "GET / HTTP/1.1\r\nHost: lab\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        };
    return ByteBuffer.allocate(begin.length + noise.length).put(begin).put(noise).array();
  }

  /** A study that is under way, on the one engine of a node. */
  private LabProcess run() throws Exception {
    LabProcess run = start(List.of("run", "squares.conf", "--notebook", "notes.db"));
    LabProcess node = node();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(trials().count("squares"))
                    .as("%s%n%s", run.err(), node.err())
                    .isGreaterThan(10));
    return run;
  }

  private LabProcess node() throws IOException {
    return start(List.of("node", "--set", "lab.engines=1"));
  }

  private LabProcess start(List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(
        List.of(
            "--profile",
            LocalCluster.PROFILE,
            "--set",
            "lab.node.seeds=[\"127.0.0.1:" + port + "\"]"));
    LabProcess process = LabProcess.start(folder, List.of("-Xmx256m"), all.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  private static boolean isAtWork(LabProcess node) throws IOException {
    return node.err().contains("working for the lab at");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
    return socket;
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private RecordedTrials trials() {
    return new RecordedTrials(folder.resolve("notes.db"));
  }
}
