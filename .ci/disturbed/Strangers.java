import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.labactors.Lab;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;
import org.labactors.EngineNode;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/**
 * Rows per second of a lab before, while and after those who have no key open connections to it:
 * some send what is no TLS, some begin a handshake and wait. Afterwards the lab must not be slower
 * than before, by more than a tenth. Lab and node are in this one process.
 *
 * <pre>.ci/disturbed/run Strangers [--connections 10000] [--trials 100000] [--rounds 5]</pre>
 */
final class Strangers {

  private static final long SEED = 1;

  /** So many that wait are kept open at a time, which is more than a lab lets wait. */
  private static final int MOST_OPEN = 2_000;

  private static final double MAY_BE_SLOWER = 1.1;

  /** A trial of no duration. It must not sleep, for then others of the machine are served first. */
  public record Draw() implements Experiment {
    @Override
    public Values run(Trial trial) {
      return Values.of("u", trial.random().nextDouble());
    }
  }

  /** What a round cost, for each row. */
  private record Cost(double seconds, double processorSeconds) {

    static Cost leastOf(List<Cost> costs) {
      return new Cost(
          costs.stream().mapToDouble(Cost::seconds).min().orElseThrow(),
          costs.stream().mapToDouble(Cost::processorSeconds).min().orElseThrow());
    }

    @Override
    public String toString() {
      return "%,.0f rows/s, %.2f µs of processor time for each"
          .formatted(1 / seconds, processorSeconds * 1e6);
    }
  }

  private final Path folder;
  private final int port;
  private final int trials;
  private int rounds;

  private Strangers(Path folder, int port, int trials) {
    this.folder = folder;
    this.port = port;
    this.trials = trials;
  }

  public static void main(String... arguments) throws Exception {
    int connections = (int) Results.option(arguments, "--connections", 10_000);
    int trials = (int) Results.option(arguments, "--trials", 100_000);
    int rounds = (int) Results.option(arguments, "--rounds", 5);
    new Strangers(Files.createTempDirectory("strangers-"), Results.freePort(), trials)
        .run(connections, rounds);
    System.exit(0); // whatever thread there may be
  }

  private void run(int connections, int rounds) throws Exception {
    EngineNode node = EngineNode.start(settings("engine"), line -> {});
    try (Lab lab = Lab.builder().notebook(folder.resolve("strangers.db")).node(settings("lab")).open()) {
      measure(lab, rounds); // until its code is compiled
      Cost before = measure(lab, rounds);
      System.out.println("before: " + before);

      CompletableFuture<Void> strangers = CompletableFuture.runAsync(() -> comeAndGo(connections));
      List<Cost> meanwhile = new ArrayList<>();
      while (!strangers.isDone()) {
        meanwhile.add(round(lab));
      }
      strangers.join();
      System.out.println("while they come: " + Cost.leastOf(meanwhile));

      Cost after = measure(lab, rounds);
      System.out.println("after: " + after);
      double slower = after.seconds() / before.seconds();
      double dearer = after.processorSeconds() / before.processorSeconds();
      System.out.printf(
          "news: strangers: %,d connections; afterwards a row takes %.2f of the time and %.2f of the"
              + " processor time%n",
          connections, slower, dearer);
      Hosts.require(Math.min(slower, dearer) <= MAY_BE_SLOWER, "the lab is slower than before");
    }
    node.leave();
    Hosts.require(node.awaitEnd(Duration.ofSeconds(60)), "the node did not leave");
  }

  /** The least of some rounds, since the machine may have other things to do. */
  private Cost measure(Lab lab, int rounds) throws InterruptedException {
    List<Cost> costs = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      costs.add(round(lab));
    }
    return Cost.leastOf(costs);
  }

  private Cost round(Lab lab) throws InterruptedException {
    Study study = Study.of(new Draw()).with("n", List.of(1)).replicates(trials).seed(42);
    long processor = processorTime();
    long begin = System.nanoTime();
    Progress end =
        lab.submit("round-" + ++rounds, study).awaitEnd(Duration.ofMinutes(5)).orElseThrow();
    Hosts.require(end.ok() == trials, "round " + rounds + " came to " + end);
    return new Cost(
        (System.nanoTime() - begin) / 1e9 / trials, (processorTime() - processor) / 1e9 / trials);
  }

  private static long processorTime() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void comeAndGo(int connections) {
    Random random = new Random(SEED);
    Deque<Socket> waiting = new ArrayDeque<>();
    try {
      for (int i = 0; i < connections; i++) {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 20_000);
        if (i % 2 == 0) {
          sendNonsense(socket, random);
        } else {
          socket.getOutputStream().write(new byte[] {22, 3, 1, 1, 0}); // and no more
          waiting.addLast(socket);
        }
        if (waiting.size() > MOST_OPEN) {
          waiting.removeFirst().close();
        }
      }
      for (Socket socket : waiting) {
        socket.close();
      }
    } catch (IOException failure) {
      throw new IllegalStateException("connections are refused", failure);
    }
  }

  private static void sendNonsense(Socket to, Random random) throws IOException {
    try (to) {
      to.getOutputStream().write(nonsense(random));
    } catch (SocketException alreadyClosed) {
      // That is what it is to do.
    }
  }

  /** What begins like TLS or like the actor library's own protocol, and goes on wrong. */
  private static byte[] nonsense(Random random) {
    byte[] noise = new byte[random.nextInt(1, 300)];
    random.nextBytes(noise);
    byte[] begin =
        switch (random.nextInt(5)) {
          case 0 -> new byte[0];
          case 1 -> new byte[] {22, 3, 1, -1, -1}; // a record that is too long
          case 2 -> new byte[] {22, 3, 3, 0, 5, 1, -1, -1, -1, 0}; // a greeting that is too long
          case 3 -> new byte[] {23, 3, 3, 0, 1}; // data before the handshake
          default ->
              ByteBuffer.allocate(9)
                  .put("AKKA".getBytes(StandardCharsets.US_ASCII))
                  .put((byte) random.nextInt(1, 4))
                  .putInt(-random.nextInt(1, 1 << 20))
                  .array();
        };
    return ByteBuffer.allocate(begin.length + noise.length).put(begin).put(noise).array();
  }

  private NodeSettings settings(String role) throws IOException {
    Path profile = Files.createTempFile(folder, "profile", ".conf");
    Files.writeString(
        profile,
        """
        lab {
          engines = 2
          node { roles = [%s], seeds = ["127.0.0.1:%d"], user-keys = "%s" }
          code.cache = "%s"
        }
        """
            .formatted(role, port, folder.resolve("keys"), folder.resolve("cache")));
    return NodeSettings.of(Profile.read(profile.toString(), folder, new ArrayList<>()));
  }
}
