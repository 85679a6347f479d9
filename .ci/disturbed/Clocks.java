import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs a study on a lab, two nodes and a cluster with a supervisor, and puts their clocks forward
 * and back by a minute, each for itself, every other second. Nobody may be given up for that; nodes
 * of the supervisor that are killed must come back; each trial must be recorded once, with the
 * results of a run that nothing disturbed.
 *
 * <pre>.ci/disturbed/run Clocks [--seconds 120] [--trials 30000] [--seed N]</pre>
 */
final class Clocks {

  private static final int MILLISECONDS_OF_A_TRIAL = 50;
  private static final int ENGINES = 8;
  private static final int SUPERVISED = 2;
  private static final List<String> STEPS = List.of("-60", "+0", "+60");
  private static final Duration TO_START = Duration.ofSeconds(90);
  private static final Duration TO_COME_BACK = Duration.ofSeconds(40);
  private static final Duration TO_LEAVE = Duration.ofSeconds(40);

  private final Path folder;
  private final String library;
  private final Random random;
  private final Duration disturbed;
  private final Map<String, String> variables;
  private final List<Path> clocks = new ArrayList<>();
  private final long began = System.nanoTime();

  private Clocks(Path folder, String library, Random random, Duration disturbed)
      throws IOException {
    this.folder = folder;
    this.library = library;
    this.random = random;
    this.disturbed = disturbed;
    this.variables =
        Map.of(
            "LAB_SEEDS", "127.0.0.1:" + Results.freePort(),
            "LAB_STATE_DIR", folder.resolve("state").toString());
  }

  public static void main(String... arguments) throws Exception {
    int trials = (int) Results.option(arguments, "--trials", 30_000);
    Duration disturbed = Duration.ofSeconds(Results.option(arguments, "--seconds", 120));
    long seed = Results.option(arguments, "--seed", System.nanoTime());
    String library = library();
    System.out.printf("%,d trials, disturbed for %d s; seed %d%n", trials, disturbed.toSeconds(), seed);
    Path folder = Files.createTempDirectory("clocks-");
    Results.writeRunFile(folder.resolve("nap.conf"), trials, MILLISECONDS_OF_A_TRIAL);
    Results.runCalmly(folder);

    new Clocks(folder, library, new Random(seed), disturbed).run();

    System.out.printf(
        "%,d trials recorded once each, with the results of an undisturbed run; attempts %s%n",
        trials,
        Results.requireSame(folder.resolve("calm.db"), folder.resolve("clocks.db"), trials));
  }

  /** The library that lies about the time of day; ends this program if there is none. */
  private static String library() throws IOException {
    try (Stream<Path> files = Files.find(
        Path.of("/usr/lib"), 3, (file, kind) -> file.endsWith("faketime/libfaketimeMT.so.1"))) {
      return files
          .findFirst()
          .orElseGet(
              () -> {
                System.out.println("there is no libfaketime here (Debian: apt-get install faketime)");
                System.exit(77);
                return null;
              })
          .toString();
    }
  }

  private void run() throws Exception {
    LabProcess lab =
        start(
            "lab", "run", "nap.conf", "--notebook", "clocks.db", "--profile", "cluster",
            "--set", "lab.min-engines=" + ENGINES);
    List<LabProcess> nodes = new ArrayList<>();
    for (String name : List.of("one", "two")) {
      nodes.add(start(name, "node", "--profile", "cluster", "--set", "lab.engines=3"));
    }
    LabProcess cluster =
        start(
            "cluster", "cluster", "start", "--foreground", "--profile", "cluster",
            "--engines", "" + SUPERVISED);
    await(TO_START, "results", () -> !lab.isAlive() || recorded() > 0, lab, cluster);
    say("all at work");

    long end = System.nanoTime() + disturbed.toNanos();
    int kills = 0;
    while (System.nanoTime() - end < 0 && lab.isAlive()) {
      stepClocks();
      if (kills < 2 && System.nanoTime() - end > -disturbed.toNanos() * (2 - kills) / 3) {
        kills++;
        killOneOf(cluster, lab);
      }
      Thread.sleep(500 + random.nextInt(2_000));
    }
    requireNotGivenUp(nodes);
    Hosts.require(kills == 2, "the run was over before its time; give it more --trials");
    Results.hurry(folder);
    lab.requireSuccess(Duration.ofMinutes(5));
    say("the lab has finished");
    nodes.add(cluster);
    for (LabProcess node : nodes) {
      node.signal("TERM");
    }
    for (LabProcess node : nodes) {
      Hosts.require(node.endsWithin(TO_LEAVE), node.name + " does not leave; it said\n" + node.lastLines());
    }
  }

  /** A node that was given up starts anew, and says where it listens again. */
  private static void requireNotGivenUp(List<LabProcess> nodes) throws IOException {
    for (LabProcess node : nodes) {
      Hosts.require(
          node.isAlive() && node.text().split("engine node on", -1).length == 2,
          node.name + " was given up, or has ended; it said\n" + node.lastLines());
    }
  }

  /** One step of the clock of one process, or of all. */
  private void stepClocks() throws IOException {
    String step = STEPS.get(random.nextInt(STEPS.size()));
    Path one = clocks.get(random.nextInt(clocks.size()));
    for (Path clock : random.nextInt(4) == 0 ? clocks : List.of(one)) {
      Files.writeString(clock, step);
    }
  }

  private void killOneOf(LabProcess cluster, LabProcess lab) throws Exception {
    Path clock = folder.resolve("cluster.clock");
    Files.writeString(clock, "+60");
    List<ProcessHandle> before = cluster.children();
    ProcessHandle victim = before.get(random.nextInt(before.size()));
    Thread.sleep(500);
    victim.destroyForcibly();
    Thread.sleep(150); // it has noticed, and waits for 200 ms at least
    Files.writeString(clock, "-60");
    say("killed a node of the supervisor, and put its clock back by two minutes");
    await(
        TO_COME_BACK,
        "another node in place of the one killed",
        () ->
            cluster.children().size() == SUPERVISED && !cluster.children().contains(victim),
        cluster, lab);
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(Duration atMost, String what, Condition condition, LabProcess... of)
      throws Exception {
    long limit = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - limit > 0) {
        StringBuilder text = new StringBuilder("no " + what + " within " + atMost.toSeconds() + " s");
        for (LabProcess each : of) {
          text.append("\n").append(each.name).append(" says\n").append(each.lastLines());
        }
        throw new IllegalStateException(text.toString());
      }
      Thread.sleep(100);
    }
  }

  private long recorded() {
    return Results.recordedSince(folder.resolve("clocks.db"), Instant.EPOCH, "");
  }

  /** Starts one with a time of day of its own; other clocks of the machine are left alone. */
  private LabProcess start(String name, String... arguments) throws IOException {
    Path clock = Files.writeString(folder.resolve(name + ".clock"), "+0");
    clocks.add(clock);
    return LabProcess.start(
        name,
        folder,
        List.of(
            "env",
            "LD_PRELOAD=" + library,
            "FAKETIME_TIMESTAMP_FILE=" + clock,
            "FAKETIME_NO_CACHE=1",
            "FAKETIME_DONT_FAKE_MONOTONIC=1",
            "DONT_FAKE_MONOTONIC=1",
            "FAKETIME_FORCE_MONOTONIC_FIX=0",
            "NO_FAKE_STAT=1"),
        variables,
        arguments);
  }

  private void say(String what) {
    System.out.printf("%4d s: %s%n", Duration.ofNanos(System.nanoTime() - began).toSeconds(), what);
  }
}
