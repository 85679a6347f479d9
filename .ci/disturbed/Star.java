import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a study on a lab and nodes with engines that reach the lab and are reached by it, but not
 * each other, as behind firewalls. Nobody may be given up for that; nodes that are killed, started
 * again at the same address, leave and join meanwhile must be at work; each trial must be recorded
 * once, with the results of a run that nothing disturbed.
 *
 * <pre>.ci/disturbed/run Star [--seconds 60] [--trials 20000]</pre>
 *
 * {@code --seconds} is how long nothing else happens. When it is less than 30, the cluster is told
 * to give up sooner who is out of reach.
 */
final class Star {

  private static final int MILLISECONDS_OF_A_TRIAL = 100;
  private static final List<String> NODES = List.of("one", "two", "three", "four");

  private final Hosts hosts;
  private final Network network;
  private final Duration lengthy;

  private Star(Hosts hosts, Duration lengthy) {
    this.hosts = hosts;
    this.network = hosts.network;
    this.lengthy = lengthy;
  }

  public static void main(String... arguments) throws Exception {
    int trials = (int) Results.option(arguments, "--trials", 20_000);
    Duration lengthy = Duration.ofSeconds(Results.option(arguments, "--seconds", 60));
    try (Network network = Network.of("lab", "one", "two", "three", "four")) {
      Path folder = Files.createTempDirectory("star-");
      Results.writeRunFile(folder.resolve("nap.conf"), trials, MILLISECONDS_OF_A_TRIAL);
      Results.runCalmly(folder);

      new Star(new Hosts(folder, network, lengthy), lengthy).run();

      System.out.printf(
          "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
          trials,
          Results.requireSame(
              folder.resolve("calm.db"), folder.resolve(Hosts.NOTEBOOK), trials));
    } catch (Network.Impossible impossible) {
      System.out.println(impossible.getMessage());
      System.exit(77);
    }
  }

  private void run() throws Exception {
    Instant start = Instant.now();
    cutOffFromEachOther(NODES);
    hosts.startLab(3);
    hosts.startNode("one");
    hosts.startNode("two", "--set", "lab.node.port=25521");
    hosts.startNode("three");
    hosts.awaitAllAtWork(start);
    hosts.say("all at work; no node reaches another");
    requireNobodyIsGivenUp();

    hosts.say("two is killed, and started again at the same address");
    hosts.nodes.get("two").signal("KILL");
    hosts.nodes.get("two").endsWithin(Duration.ofSeconds(10));
    Instant again = Instant.now();
    hosts.startNode("two", "--set", "lab.node.port=25521");
    hosts.awaitAtWork("two", again);
    hosts.say("three leaves, and four joins");
    hosts.leave("three");
    Instant joined = Instant.now();
    hosts.startNode("four");
    hosts.awaitAtWork("four", joined);
    requireNobodyIsGivenUp();

    network.heal();
    hosts.say("all reach all again, and then one reaches nobody but the lab");
    for (String other : List.of("two", "four")) {
      network.block("one", other);
    }
    requireNobodyIsGivenUp();
    hosts.awaitAllAtWork(Instant.now());
    Hosts.require(hosts.lab.isAlive(), "the run was over before its time; give it more --trials");
    hosts.finish();
  }

  private void cutOffFromEachOther(List<String> nodes) throws Exception {
    for (String from : nodes) {
      for (String to : nodes) {
        if (!from.equals(to)) {
          network.block(from, to);
        }
      }
    }
  }

  /** A node that was given up starts anew, and says where it listens again. */
  private void requireNobodyIsGivenUp() throws Exception {
    Map<String, String> before = new HashMap<>();
    for (LabProcess node : hosts.nodes.values()) {
      before.put(node.name, node.text());
    }
    Thread.sleep(lengthy.toMillis());
    for (LabProcess node : hosts.nodes.values()) {
      String since = node.text().substring(before.get(node.name).length());
      Hosts.require(since.isEmpty(), node.name + " was to have nothing to say, but said\n" + since);
    }
    hosts.requireLab();
    hosts.say("nobody was given up for " + lengthy.toSeconds() + " s");
  }
}
