import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A lab and nodes with engines that run the study {@code nap}, each on a host of a network. */
final class Hosts {

  static final int ENGINES_OF_A_NODE = 2;
  static final String NOTEBOOK = "cut.db";

  private static final Duration TO_COME_BACK = Duration.ofSeconds(60);
  private static final Duration TO_LEAVE = Duration.ofSeconds(40);

  /** One that ends before anybody gives anybody up would show nothing. */
  private static final List<String> IMPATIENT =
      List.of(
          "--set", "akka.cluster.split-brain-resolver.stable-after=3s",
          "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=2s");

  final Path folder;
  final Network network;
  final boolean impatient;
  final Map<String, LabProcess> nodes = new LinkedHashMap<>();
  LabProcess lab;
  private final long began = System.nanoTime();

  /**
   * No lab and no nodes yet.
   *
   * @param lengthy how long a disturbance lasts; for a short one they are to give up sooner
   */
  Hosts(Path folder, Network network, Duration lengthy) {
    this.folder = folder;
    this.network = network;
    this.impatient = lengthy.toSeconds() < 30;
  }

  /** Starts the lab, which waits for so many nodes. */
  void startLab(int nodes) throws IOException {
    lab =
        start(
            "lab", "run", "nap.conf", "--notebook", NOTEBOOK,
            "--set", "lab.min-engines=" + nodes * ENGINES_OF_A_NODE);
  }

  /** Starts the node of a host, or starts it again. */
  LabProcess startNode(String host, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("node", "--set", "lab.engines=" + ENGINES_OF_A_NODE));
    arguments.addAll(List.of(more));
    LabProcess node = start(host, arguments.toArray(String[]::new));
    nodes.put(host, node);
    return node;
  }

  private LabProcess start(String host, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--profile", "cluster"));
    if (impatient) {
      all.addAll(IMPATIENT);
    }
    return LabProcess.start(
        host,
        folder,
        network.on(host),
        Map.of("LAB_HOST", network.address(host), "LAB_SEEDS", network.address("lab") + ":25520"),
        all.toArray(String[]::new));
  }

  void awaitAllAtWork(Instant since) throws Exception {
    for (String host : nodes.keySet()) {
      awaitAtWork(host, since);
    }
  }

  /** Waits for results of trials that the engines of a host began after a moment. */
  void awaitAtWork(String host, Instant since) throws Exception {
    long limit = System.nanoTime() + TO_COME_BACK.toNanos();
    while (Results.recordedSince(
            folder.resolve(NOTEBOOK), since, network.address(host) + ":") == 0) {
      requireLab();
      LabProcess node = nodes.get(host);
      require(node.isAlive(), host + " has ended; it said\n" + node.lastLines());
      require(
          System.nanoTime() - limit < 0,
          host + " is not at work " + TO_COME_BACK.toSeconds() + " s after it could be; it said\n"
              + node.lastLines() + "\nand the lab\n" + lab.lastLines());
      Thread.sleep(200);
    }
  }

  void requireLab() throws IOException {
    require(lab.isAlive(), "the lab is not running; it said\n" + lab.lastLines());
  }

  /** Requires that the lab completes its study, that no node has ended, and that all leave when told to. */
  void finish() throws Exception {
    Results.hurry(folder);
    lab.requireSuccess(Duration.ofMinutes(10));
    say("the lab has finished");
    for (LabProcess node : nodes.values()) {
      require(node.isAlive(), node.name + " has ended by itself; it said\n" + node.lastLines());
    }
    for (String host : List.copyOf(nodes.keySet())) {
      nodes.get(host).signal("TERM");
    }
    for (LabProcess node : nodes.values()) {
      node.requireSuccess(TO_LEAVE);
    }
  }

  /** Has a node leave, and waits until it has. */
  void leave(String host) throws Exception {
    LabProcess node = nodes.remove(host);
    node.signal("TERM");
    node.requireSuccess(TO_LEAVE);
  }

  void say(String what) {
    System.out.printf("%4d s: %s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds(), what);
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
