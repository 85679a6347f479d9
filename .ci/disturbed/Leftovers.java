import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Runs programs that leave children in sessions of their own, on 3, 4 and 8 engines of a machine
 * that has other things to do as well; then kills labs and a node while such programs run, once
 * together with their watchers. None of the children may be left.
 *
 * <pre>.ci/disturbed/run Leftovers [--programs 10000] [--seed N]</pre>
 */
final class Leftovers {

  private static final int[] ENGINES = {3, 4, 8};
  private static final int BUSY = 3;
  private static final Duration TO_RUN = Duration.ofMinutes(20);
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration TO_END = Duration.ofSeconds(10);

  private static final String STUDY =
      """
      study {
        tag        = leaving
        experiment = { class = Command, output = lines, command = [sh, -c, %s] }
        parameters { x = 1 }
        replicates = %d
        seed       = 42
      }
      """;

  private final Path folder;

  /** So many seconds no other process sleeps. */
  private final String seconds;

  private Leftovers(Path folder, String seconds) {
    this.folder = folder;
    this.seconds = seconds;
  }

  public static void main(String... arguments) throws Exception {
    int programs = (int) Results.option(arguments, "--programs", 10_000);
    Random random = new Random(Results.option(arguments, "--seed", System.nanoTime()));
    String seconds = "1" + (100_000_000 + random.nextInt(900_000_000));
    Leftovers leftovers = new Leftovers(Files.createTempDirectory("leftovers-"), seconds);
    try {
      leftovers.busily(() -> leftovers.runToTheEnd(programs));
      leftovers.killed(false);
      leftovers.killed(true);
      leftovers.killedNode();
    } finally {
      leftovers.left().forEach(ProcessHandle::destroyForcibly);
    }
  }

  private interface Part {
    void run() throws Exception;
  }

  /** Does something while the machine is busy with other things. */
  private void busily(Part part) throws Exception {
    List<Process> busy = new ArrayList<>();
    try {
      for (int i = 0; i < BUSY; i++) {
        // Bounded, should nobody be there to end it.
        busy.add(new ProcessBuilder("timeout", "1800", "sh", "-c", "while :; do /bin/true; done").start());
      }
      part.run();
    } finally {
      for (Process each : busy) {
        each.descendants().forEach(ProcessHandle::destroyForcibly);
        each.destroyForcibly();
      }
    }
  }

  private void runToTheEnd(int programs) throws Exception {
    int all = 0;
    for (int engines : ENGINES) {
      int replicates = programs / ENGINES.length + 1;
      String name = "end-" + engines;
      write(name, leaving() + "; echo y=1", replicates);
      long began = System.nanoTime();
      lab(name, "run", name + ".conf", "--notebook", name + ".db", "--engines", "" + engines)
          .requireSuccess(TO_RUN);
      all += replicates;
      long left = left().count();
      System.out.printf(
          "%,d programs on %d engines, %.1f ms each: %d left%n",
          replicates, engines, (System.nanoTime() - began) / 1e6 / replicates, left);
      Hosts.require(left == 0, left + " processes are left of " + all + " programs");
    }
  }

  /** Kills a lab while its programs run; with its watcher, the next command ends them. */
  private void killed(boolean withWatcher) throws Exception {
    String name = withWatcher ? "killed-with-watcher" : "killed";
    write(name, leaving() + "; sleep " + seconds, 100);
    LabProcess lab = lab(name, "run", name + ".conf", "--notebook", name + ".db", "--engines", "4");
    await(TO_START, name + ": no programs", () -> left().count() >= 8);

    if (withWatcher) {
      lab.children().stream()
          .filter(child -> commandOf(child).contains("lab-watcher"))
          .forEach(ProcessHandle::destroyForcibly);
    }
    lab.signal("KILL");

    if (withWatcher) {
      Hosts.require(lab.endsWithin(TO_END), "the lab does not end");
      Hosts.require(left().count() >= 8, "without a watcher the programs ended by themselves");
      write("next", "echo y=1", 10);
      lab("next", "run", "next.conf", "--notebook", "next.db").requireSuccess(TO_START);
    }
    requireNone(name);
  }

  /** Kills a node while its programs run. */
  private void killedNode() throws Exception {
    String name = "killed-node";
    write(name, leaving() + "; sleep " + seconds, 100);
    Map<String, String> seeds = Map.of("LAB_SEEDS", "127.0.0.1:" + Results.freePort());
    LabProcess lab =
        LabProcess.start(
            name, folder, List.of(), seeds,
            "run", name + ".conf", "--notebook", name + ".db", "--profile", "cluster");
    LabProcess node =
        LabProcess.start(
            "node", folder, List.of(), seeds, "node", "--profile", "cluster", "--set", "lab.engines=3");
    await(TO_START, name + ": no programs", () -> left().count() >= 6);

    node.signal("KILL");

    requireNone(name);
    Hosts.require(lab.isAlive(), "the lab ended with its node; it said\n" + lab.lastLines());
    lab.signal("KILL");
  }

  private void requireNone(String name) throws Exception {
    long began = System.nanoTime();
    await(TO_END, name + ": programs are left", () -> left().findAny().isEmpty());
    System.out.printf("%s: 0 left, %.1f s later%n", name, (System.nanoTime() - began) / 1e9);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Duration atMost, String problem, Condition condition) throws Exception {
    long end = System.nanoTime() + atMost.toNanos();
    while (!condition.holds()) {
      Hosts.require(System.nanoTime() - end < 0, problem + " after " + atMost.toSeconds() + " s");
      Thread.sleep(50);
    }
  }

  /** What leaves a child that no group and no parent leads to. */
  private String leaving() {
    return "(setsid sleep " + seconds + " </dev/null >/dev/null 2>&1 &)";
  }

  private void write(String name, String script, int replicates) throws IOException {
    Files.writeString(
        folder.resolve(name + ".conf"), STUDY.formatted("\"" + script + "\"", replicates));
  }

  private LabProcess lab(String name, String... arguments) throws IOException {
    return LabProcess.start(name, folder, List.of(), Map.of(), arguments);
  }

  private Stream<ProcessHandle> left() {
    return ProcessHandle.allProcesses()
        .filter(process -> commandOf(process).endsWith("sleep " + seconds))
        .filter(ProcessHandle::isAlive);
  }

  private static String commandOf(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }
}
