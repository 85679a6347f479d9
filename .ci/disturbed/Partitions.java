import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a study on a lab and three nodes with engines, each in a network namespace of its own, and
 * meanwhile cuts them off: one for a moment, for a minute, in one direction only, the lab from all,
 * and one for ever. Each trial must be recorded once, with the results of a run that nothing
 * disturbed, and each node must be at work again after it could reach the lab again.
 *
 * <pre>.ci/disturbed/run Partitions [--seconds 60] [--trials 70000]</pre>
 *
 * {@code --seconds} is how long a long partition lasts. When it is less than 30, the cluster is told
 * to give up sooner who is out of reach.
 */
final class Partitions {

  private static final int ENGINES_OF_A_NODE = 2;
  private static final int MILLISECONDS_OF_A_TRIAL = 20;

  private static final Duration SHORT = Duration.ofSeconds(5);

  /** After a cut of 5 s TCP may be silent for 7, and then somebody would be given up. */
  private static final Duration SHORT_FOR_THE_IMPATIENT = Duration.ofSeconds(3);
  private static final Duration TO_COME_BACK = Duration.ofSeconds(60);

  /** One that ends before anybody gives anybody up would show nothing. */
  private static final List<String> IMPATIENT =
      List.of(
          "--set", "akka.cluster.split-brain-resolver.stable-after=3s",
          "--set", "akka.cluster.failure-detector.acceptable-heartbeat-pause=2s");

  /** Cuts something. */
  private interface Cut {
    void make() throws Network.Impossible, IOException, InterruptedException;
  }

  private final Path folder;
  private final Network network;
  private final Duration lengthy;
  private final long began = System.nanoTime();
  private final Map<String, LabProcess> nodes = new LinkedHashMap<>();
  private final LabProcess lab;

  private Partitions(Path folder, Network network, Duration lengthy) throws IOException {
    this.folder = folder;
    this.network = network;
    this.lengthy = lengthy;
    this.lab = start("lab", "run", "nap.conf", "--notebook", "cut.db", "--set", "lab.min-engines=6");
    for (String host : List.of("one", "two", "three")) {
      nodes.put(host, start(host, "node", "--set", "lab.engines=" + ENGINES_OF_A_NODE));
    }
  }

  public static void main(String... arguments) throws Exception {
    int trials = (int) Results.option(arguments, "--trials", 70_000);
    Duration lengthy = Duration.ofSeconds(Results.option(arguments, "--seconds", 60));
    try (Network network = Network.of("lab", "one", "two", "three")) {
      Path folder = Files.createTempDirectory("partitions-");
      Results.writeRunFile(folder.resolve("nap.conf"), trials, MILLISECONDS_OF_A_TRIAL);
      Results.runCalmly(folder);

      new Partitions(folder, network, lengthy).run();

      System.out.printf(
          "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
          trials,
          Results.requireSame(folder.resolve("calm.db"), folder.resolve("cut.db"), trials));
    } catch (Network.Impossible impossible) {
      System.out.println(impossible.getMessage());
      System.exit(77);
    }
  }

  private LabProcess start(String host, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--profile", "cluster"));
    if (isImpatient()) {
      all.addAll(IMPATIENT);
    }
    return LabProcess.start(
        host,
        folder,
        network.on(host),
        Map.of("LAB_HOST", network.address(host), "LAB_SEEDS", network.address("lab") + ":25520"),
        all.toArray(String[]::new));
  }

  private boolean isImpatient() {
    return lengthy.toSeconds() < 30;
  }

  private void run() throws Exception {
    Instant start = Instant.now();
    for (String host : nodes.keySet()) {
      awaitAtWork(host, start);
    }
    String address = nodes.get("one").address();
    partition(
        "one cut off",
        isImpatient() ? SHORT_FOR_THE_IMPATIENT : SHORT,
        () -> network.isolate("one"));
    require(
        nodes.get("one").address().equals(address), "a short partition made a node start anew");

    partition("one cut off", lengthy, () -> network.isolate("one"));
    partition("two not heard by the lab", lengthy, () -> network.block("two", "lab"));
    partition("three not hearing the lab", lengthy, () -> network.block("lab", "three"));
    partition("one and two out of each other's reach", lengthy, () -> {
      network.block("one", "two");
      network.block("two", "one");
    });
    partition("the lab cut off", lengthy, () -> network.isolate("lab"));

    require(lab.isAlive(), "the run was over before its time; give it more --trials");
    say("one cut off for ever");
    network.isolate("one");
    lab.requireSuccess(Duration.ofMinutes(10));
    say("the lab has finished");
    for (LabProcess node : nodes.values()) {
      require(node.isAlive(), node.name + " has ended by itself");
      node.signal("TERM");
    }
    for (LabProcess node : nodes.values()) {
      node.requireSuccess(Duration.ofSeconds(40));
    }
  }

  private void partition(String what, Duration length, Cut cut) throws Exception {
    require(lab.isAlive(), "the lab is not running; it said\n" + lab.lastLines());
    say(what + " for " + length.toSeconds() + " s");
    cut.make();
    Thread.sleep(length.toMillis());
    network.heal();
    Instant healed = Instant.now();
    for (String host : nodes.keySet()) {
      awaitAtWork(host, healed);
    }
    say("healed; all at work after " + Duration.between(healed, Instant.now()).toSeconds() + " s");
  }

  /** Waits for results of trials that the engines of a host began after a moment. */
  private void awaitAtWork(String host, Instant since) throws Exception {
    Path notebook = folder.resolve("cut.db");
    long limit = System.nanoTime() + TO_COME_BACK.toNanos();
    while (Results.recordedSince(notebook, since, network.address(host) + ":") == 0) {
      require(lab.isAlive(), "the lab has ended; it said\n" + lab.lastLines());
      LabProcess node = nodes.get(host);
      require(node.isAlive(), host + " has ended; it said\n" + node.lastLines());
      require(
          System.nanoTime() - limit < 0,
          host + " is not at work " + TO_COME_BACK.toSeconds() + " s after it could be; it said\n"
              + node.lastLines() + "\nand the lab\n" + lab.lastLines());
      Thread.sleep(200);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private void say(String what) {
    System.out.printf("%4d s: %s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds(), what);
  }
}
