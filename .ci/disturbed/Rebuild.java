import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Runs a study whose jar is built anew, with another result, while the cluster gives up the node of
 * the lab, so that it starts anew in the middle of the run; a node that has never seen the code
 * joins after that. Each trial must be recorded once, all with the code that the run began with.
 *
 * <pre>.ci/disturbed/run Rebuild [--trials 20000]</pre>
 */
final class Rebuild {

  private static final int MILLISECONDS_OF_A_TRIAL = 20;
  private static final int TIMES = 2;
  private static final String NOTEBOOK = "rebuilt.db";
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_LEAVE = Duration.ofSeconds(40);

  private static final String SOURCE =
      """
      import org.labactors.experiment.*;
      public record Made(int milliseconds) implements Experiment {
        public Values run(Trial trial) throws InterruptedException {
          if (!java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) Thread.sleep(milliseconds);
          return Values.of("u", trial.random().nextDouble(), "build", %d);
        }
      }
      """;

  private final Path folder;
  private final int port;
  private final long began = System.nanoTime();
  private final List<LabProcess> nodes = new ArrayList<>();

  private Rebuild(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static void main(String... arguments) throws Exception {
    int trials = (int) Results.option(arguments, "--trials", 20_000);
    Path folder = Files.createTempDirectory("rebuild-");
    Results.writeRunFile(folder.resolve("nap.conf"), "Made", trials, MILLISECONDS_OF_A_TRIAL);
    Rebuild rebuild = new Rebuild(folder, Results.freePort());
    rebuild.build(1);
    Results.runCalmly(folder, "--code", "made.jar");

    rebuild.run();

    System.out.printf(
        "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
        trials,
        Results.requireSame(folder.resolve("calm.db"), folder.resolve(NOTEBOOK), trials));
  }

  private void run() throws Exception {
    LabProcess lab =
        start("lab", "run", "nap.conf", "--code", "made.jar", "--notebook", NOTEBOOK);
    startNode();
    startNode();
    awaitAtWork(lab, Instant.EPOCH);
    for (int time = 1; time <= TIMES; time++) {
      build(time + 1);
      giveUp(lab, time);
      say("the jar was built anew, and the cluster has given up the lab's node, time " + time);
      Instant again = Instant.now();
      if (time == TIMES) {
        startNode();
      }
      awaitAtWork(lab, again);
      say("all at work");
    }
    Hosts.require(lab.isAlive(), "the run was over before its time; give it more --trials");
    Results.hurry(folder);
    lab.requireSuccess(Duration.ofMinutes(5));
    say("the lab has finished");
    for (LabProcess node : nodes) {
      Hosts.require(node.isAlive(), node.name + " has ended; it said\n" + node.lastLines());
      node.signal("TERM");
    }
    for (LabProcess node : nodes) {
      node.requireSuccess(TO_LEAVE);
    }
  }

  private static int restarts(LabProcess lab) throws IOException {
    return lab.text().split("has given up the lab's node", -1).length - 1;
  }

  /** Makes the jar of the study, whose trials say which build they are of. */
  private void build(int number) throws IOException {
    MadeJar.write(folder.resolve("made.jar"), SOURCE.formatted(Nap.HURRY, number));
  }

  /**
   * Has the cluster give up the lab's node. The next lab begins another cluster, so whoever tells
   * this one so has no part in that.
   */
  private void giveUp(LabProcess lab, int time) throws Exception {
    ActorSystem<Void> meddler = meddler();
    try {
      Cluster cluster = Cluster.get(meddler);
      await(
          lab,
          "lab in the cluster of the meddler",
          () -> cluster.selfMember().status().equals(MemberStatus.up()) && lab(cluster).isPresent());
      cluster.manager().tell(new Down(lab(cluster).orElseThrow().address()));
      await(lab, "restart of the lab", () -> restarts(lab) == time);
    } finally {
      meddler.terminate();
    }
  }

  private static Optional<Member> lab(Cluster cluster) {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> member.hasRole("lab") && member.status().equals(MemberStatus.up()))
        .findFirst();
  }

  /** A node of the cluster without lab and engines, which gives up nobody by itself. */
  private ActorSystem<Void> meddler() {
    Config config =
        ConfigFactory.parseString(
                """
                akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                akka.cluster.seed-nodes = ["akka://lab@127.0.0.1:%d"]
                akka.cluster.downing-provider-class = ""
                akka.cluster.configuration-compatibility-check.enforce-on-join = off
                """
                    .formatted(port))
            .withFallback(ConfigFactory.parseResources("cluster-system.conf"))
            .withFallback(ConfigFactory.parseResources("lab-system.conf"))
            .withFallback(ConfigFactory.load());
    return ActorSystem.create(Behaviors.empty(), "lab", config);
  }

  private void startNode() throws IOException {
    nodes.add(start("node-" + (nodes.size() + 1), "node", "--set", "lab.engines=2"));
  }

  /** Starts one with a cache of its own. */
  private LabProcess start(String name, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    // In plain text, for this program has no key.
    all.addAll(List.of("--profile", "cluster", "--set", "lab.node.encryption=none"));
    return LabProcess.start(
        name,
        folder,
        List.of(),
        Map.of(
            "LAB_SEEDS", "127.0.0.1:" + port,
            "LAB_CACHE", folder.resolve("cache-" + name).toString()),
        all.toArray(String[]::new));
  }

  private void awaitAtWork(LabProcess lab, Instant since) throws Exception {
    for (LabProcess node : nodes) {
      await(
          lab,
          "trial of " + node.name,
          () -> Results.recordedSince(folder.resolve(NOTEBOOK), since, node.address() + "/") > 0);
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(LabProcess lab, String what, Condition condition) throws Exception {
    long limit = System.nanoTime() + TO_START.toNanos();
    while (!condition.holds()) {
      Hosts.require(
          lab.isAlive() && System.nanoTime() - limit < 0,
          "no " + what + "; the lab said\n" + lab.lastLines());
      Thread.sleep(200);
    }
  }

  private void say(String what) {
    System.out.printf("%4d s: %s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds(), what);
  }
}
