import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

  private static final int MILLISECONDS_OF_A_TRIAL = 20;

  private static final Duration SHORT = Duration.ofSeconds(5);

  /** After a cut of 5 s TCP may be silent for 7, and then somebody would be given up. */
  private static final Duration SHORT_FOR_THE_IMPATIENT = Duration.ofSeconds(3);

  /** Cuts something. */
  private interface Cut {
    void make() throws Network.Impossible, IOException, InterruptedException;
  }

  private final Hosts hosts;
  private final Network network;
  private final Duration lengthy;

  private Partitions(Hosts hosts, Duration lengthy) {
    this.hosts = hosts;
    this.network = hosts.network;
    this.lengthy = lengthy;
  }

  public static void main(String... arguments) throws Exception {
    int trials = (int) Results.option(arguments, "--trials", 70_000);
    Duration lengthy = Duration.ofSeconds(Results.option(arguments, "--seconds", 60));
    try (Network network = Network.of("lab", "one", "two", "three")) {
      Path folder = Files.createTempDirectory("partitions-");
      Results.writeRunFile(folder.resolve("nap.conf"), trials, MILLISECONDS_OF_A_TRIAL);
      Results.runCalmly(folder);

      new Partitions(new Hosts(folder, network, lengthy), lengthy).run();

      System.out.printf(
          "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
          trials,
          Results.requireSame(folder.resolve("calm.db"), folder.resolve(Hosts.NOTEBOOK), trials));
    } catch (Network.Impossible impossible) {
      System.out.println(impossible.getMessage());
      System.exit(77);
    }
  }

  private void run() throws Exception {
    Instant start = Instant.now();
    hosts.startLab(3);
    for (String host : List.of("one", "two", "three")) {
      hosts.startNode(host);
    }
    hosts.awaitAllAtWork(start);
    String address = hosts.nodes.get("one").address();
    partition(
        "one cut off",
        hosts.impatient ? SHORT_FOR_THE_IMPATIENT : SHORT,
        () -> network.isolate("one"));
    Hosts.require(
        hosts.nodes.get("one").address().equals(address),
        "a short partition made a node start anew");

    partition("one cut off", lengthy, () -> network.isolate("one"));
    partition("two not heard by the lab", lengthy, () -> network.block("two", "lab"));
    partition("three not hearing the lab", lengthy, () -> network.block("lab", "three"));
    partition("one and two out of each other's reach", lengthy, () -> {
      network.block("one", "two");
      network.block("two", "one");
    });
    partition("the lab cut off", lengthy, () -> network.isolate("lab"));

    Hosts.require(hosts.lab.isAlive(), "the run was over before its time; give it more --trials");
    hosts.say("one cut off for ever");
    network.isolate("one");
    hosts.finish();
  }

  private void partition(String what, Duration length, Cut cut) throws Exception {
    hosts.requireLab();
    hosts.say(what + " for " + length.toSeconds() + " s");
    cut.make();
    Thread.sleep(length.toMillis());
    network.heal();
    Instant healed = Instant.now();
    hosts.awaitAllAtWork(healed);
    hosts.say(
        "healed; all at work after " + Duration.between(healed, Instant.now()).toSeconds() + " s");
  }
}
