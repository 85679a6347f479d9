import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs a study on a lab and four nodes with engines, and meanwhile kills nodes, stops, starts and
 * freezes them, and kills the lab. Each trial must be recorded once, with the results of a run that
 * nothing disturbed, and in the end every node must be at work again.
 *
 * <pre>.ci/disturbed/run Chaos --seconds 240 --trials 50000 [--seed N]</pre>
 */
final class Chaos {

  private enum Deed {
    KILL,
    STOP,
    FREEZE,
    START,
    KILL_LAB
  }

  private static final List<Deed> DECK =
      List.of(
          Deed.KILL, Deed.KILL, Deed.STOP, Deed.STOP, Deed.FREEZE, Deed.FREEZE, Deed.START,
          Deed.KILL_LAB);

  private static final int NODES = 4;
  private static final int MOST_NODES = 6;
  private static final int ENGINES_OF_A_NODE = 2;
  private static final int MILLISECONDS_OF_A_TRIAL = 12;
  private static final Duration LONGEST_FREEZE = Duration.ofSeconds(60);
  private static final Duration TO_LEAVE = Duration.ofSeconds(40);
  private static final Duration TO_START = Duration.ofMinutes(2);
  private static final Duration TO_FINISH = Duration.ofMinutes(5);

  private final Path folder;
  private final Random random;
  private final Duration disturbed;
  private final Map<String, String> variables;
  private long began = System.nanoTime();
  private final List<LabProcess> nodes = new ArrayList<>();
  private final Map<LabProcess, Long> frozenUntil = new HashMap<>();
  private final Map<LabProcess, Long> leavingUntil = new HashMap<>();
  private final List<Long> startsDue = new ArrayList<>();
  private final Deque<Deed> deck = new ArrayDeque<>();
  private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
  private LabProcess lab;
  private long labDue = Long.MAX_VALUE;
  private int started;
  private int labs;

  private Chaos(Path folder, Random random, Duration disturbed) throws IOException {
    this.folder = folder;
    this.random = random;
    this.disturbed = disturbed;
    this.variables = Map.of("LAB_SEEDS", "127.0.0.1:" + Results.freePort());
    this.lab = startLab();
  }

  public static void main(String... arguments) throws Exception {
    int trials = (int) Results.option(arguments, "--trials", 50_000);
    Duration disturbed = Duration.ofSeconds(Results.option(arguments, "--seconds", 240));
    long seed = Results.option(arguments, "--seed", System.nanoTime());
    System.out.printf("%,d trials, disturbed for %d s; seed %d%n", trials, disturbed.toSeconds(), seed);
    Path folder = Files.createTempDirectory("chaos-");
    Results.writeRunFile(folder.resolve("nap.conf"), trials, MILLISECONDS_OF_A_TRIAL);
    Results.runCalmly(folder);

    Chaos chaos = new Chaos(folder, new Random(seed), disturbed);
    chaos.run();
    chaos.requireEveryNodeAtWork();

    Map<Integer, Integer> attempts =
        Results.requireSame(folder.resolve("calm.db"), folder.resolve("chaos.db"), trials);
    System.out.printf(
        "%,d trials recorded once each, with the results of an undisturbed run; attempts %s; %s%n",
        trials, attempts, chaos.done);
  }

  private void run() throws IOException, InterruptedException {
    for (int i = 0; i < NODES; i++) {
      startNode();
    }
    awaitFirstResults();
    began = System.nanoTime();
    long next = began;
    while (!labHasFinished()) {
      long now = System.nanoTime();
      if (elapsed().compareTo(disturbed.plus(TO_FINISH)) > 0) {
        throw new IllegalStateException("the run does not end" + everyLog());
      }
      boolean over = elapsed().compareTo(disturbed) > 0;
      thaw(over ? Long.MAX_VALUE : now);
      startWhatIsDue(over ? Long.MAX_VALUE : now);
      checkNodes(now);
      if (!over && now - next > 0) {
        disturb();
        next = seconds(1.5 + random.nextDouble() * 4);
      }
      Thread.sleep(100);
    }
    System.out.printf("%4d s: the lab has finished%n", elapsed().toSeconds());
    thaw(Long.MAX_VALUE);
    for (Deed deed : Deed.values()) {
      if (!done.containsKey(deed)) {
        throw new IllegalStateException(
            "the run was over before there was a " + deed + "; give it more --trials");
      }
    }
    if (elapsed().compareTo(disturbed) < 0) {
      System.out.println("The run was over before its time; for a longer one give it more --trials.");
    }
  }

  /** Before that there is nothing to disturb. */
  private void awaitFirstResults() throws IOException, InterruptedException {
    while (lab.isAlive()
        && Results.recordedSince(folder.resolve("chaos.db"), Instant.EPOCH, "") == 0) {
      if (elapsed().compareTo(TO_START) > 0) {
        throw new IllegalStateException("nothing is recorded" + everyLog());
      }
      Thread.sleep(200);
    }
  }

  private String everyLog() throws IOException {
    StringBuilder text = new StringBuilder();
    for (LabProcess node : nodes) {
      text.append("\n").append(node.name).append(" says\n").append(node.lastLines());
    }
    return text + "\n" + lab.name + " says\n" + lab.lastLines();
  }

  /** Whether the lab has recorded everything; starts it again if it is time to. */
  private boolean labHasFinished() throws IOException {
    if (lab.isAlive()) {
      return false;
    }
    if (lab.exitCode() == 0) {
      return true;
    }
    if (labDue == Long.MAX_VALUE) {
      throw new IllegalStateException(
          "the lab ended with " + lab.exitCode() + " by itself; it said\n" + lab.lastLines());
    }
    if (labDue - System.nanoTime() < 0 || elapsed().compareTo(disturbed) > 0) {
      labDue = Long.MAX_VALUE;
      lab = startLab();
    }
    return false;
  }

  private void disturb() throws IOException, InterruptedException {
    if (deck.isEmpty()) {
      List<Deed> fresh = new ArrayList<>(DECK);
      Collections.shuffle(fresh, random);
      deck.addAll(fresh);
    }
    Deed deed = deck.remove();
    List<LabProcess> able = nodes.stream().filter(node -> !leavingUntil.containsKey(node)).toList();
    if (deed == Deed.STOP || deed == Deed.FREEZE) {
      able = able.stream().filter(node -> !frozenUntil.containsKey(node)).toList();
    }
    boolean needsNode = deed == Deed.KILL || deed == Deed.STOP || deed == Deed.FREEZE;
    if ((needsNode && able.isEmpty())
        || (deed == Deed.START && nodes.size() >= MOST_NODES)
        || (deed == Deed.KILL_LAB && !lab.isAlive())) {
      return;
    }
    done.merge(deed, 1, Integer::sum);
    if (deed == Deed.START) {
      say("start " + startNode().name);
    } else if (deed == Deed.KILL_LAB) {
      labDue = seconds(random.nextDouble() * 5);
      lab.signal("KILL");
      lab.endsWithin(Duration.ofSeconds(10));
      say("kill " + lab.name);
    } else {
      disturb(able.get(random.nextInt(able.size())), deed);
    }
  }

  private void disturb(LabProcess node, Deed deed) throws IOException, InterruptedException {
    switch (deed) {
      case KILL -> {
        nodes.remove(node);
        frozenUntil.remove(node);
        node.signal("KILL");
        replaceSoon();
        say("kill " + node.name);
      }
      case STOP -> {
        leavingUntil.put(node, System.nanoTime() + TO_LEAVE.toNanos());
        node.signal("TERM");
        replaceSoon();
        say("stop " + node.name);
      }
      default -> {
        // As many short ones as long ones.
        double freeze = Math.pow(LONGEST_FREEZE.toSeconds(), random.nextDouble());
        frozenUntil.put(node, seconds(freeze));
        node.signal("STOP");
        say("freeze " + node.name + " for %.1f s".formatted(freeze));
      }
    }
  }

  private void thaw(long dueBy) throws IOException, InterruptedException {
    for (var frozen : Map.copyOf(frozenUntil).entrySet()) {
      if (dueBy == Long.MAX_VALUE || frozen.getValue() - dueBy < 0) {
        frozenUntil.remove(frozen.getKey());
        frozen.getKey().signal("CONT");
      }
    }
  }

  private void startWhatIsDue(long dueBy) throws IOException {
    for (Long due : List.copyOf(startsDue)) {
      if (dueBy == Long.MAX_VALUE || due - dueBy < 0) {
        startsDue.remove(due);
        startNode();
      }
    }
  }

  /** A node ends when it is told to, in good order and in time, and never otherwise. */
  private void checkNodes(long now) throws IOException {
    for (LabProcess node : List.copyOf(nodes)) {
      Long limit = leavingUntil.get(node);
      if (!node.isAlive()) {
        nodes.remove(node);
        leavingUntil.remove(node);
        boolean hadBegun = node.text().contains("lab: engine node on");
        if (limit == null || (node.exitCode() != 0 && hadBegun)) {
          throw new IllegalStateException(
              node.name + " ended with " + node.exitCode() + "; it said\n" + node.lastLines());
        }
      } else if (limit != null && limit - now < 0) {
        throw new IllegalStateException(
            node.name + " was told to leave and does not; it said\n" + node.lastLines());
      }
    }
  }

  /** Another study, which does not begin before every engine of every node is there. */
  private void requireEveryNodeAtWork() throws IOException, InterruptedException {
    for (LabProcess leaving : List.copyOf(leavingUntil.keySet())) {
      leaving.endsWithin(TO_LEAVE);
    }
    checkNodes(System.nanoTime());
    int engines = nodes.size() * ENGINES_OF_A_NODE;
    LabProcess next =
        LabProcess.start(
            "next", folder, List.of(), variables,
            "run", "nap.conf", "--notebook", "next.db", "--profile", "cluster",
            "--set", "study.parameters={n=[1,2,3]}", "--set", "lab.min-engines=" + engines);
    next.requireSuccess(Duration.ofSeconds(90));
    System.out.printf("%4d s: all %d engines came back%n", elapsed().toSeconds(), engines);
    for (LabProcess node : nodes) {
      node.signal("TERM");
    }
    for (LabProcess node : nodes) {
      node.requireSuccess(TO_LEAVE);
    }
  }

  private void replaceSoon() {
    if (nodes.size() - leavingUntil.size() < NODES) {
      startsDue.add(seconds(random.nextDouble() * 5));
    }
  }

  private LabProcess startNode() throws IOException {
    started++;
    LabProcess node =
        LabProcess.start(
            "node-" + started, folder, List.of(), variables,
            "node", "--profile", "cluster", "--set", "lab.engines=" + ENGINES_OF_A_NODE);
    nodes.add(node);
    return node;
  }

  private LabProcess startLab() throws IOException {
    labs++;
    return LabProcess.start(
        "lab-" + labs, folder, List.of(), variables,
        "run", "nap.conf", "--notebook", "chaos.db", "--profile", "cluster");
  }

  private void say(String what) {
    System.out.printf("%4d s: %s%n", elapsed().toSeconds(), what);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static long seconds(double fromNow) {
    return System.nanoTime() + (long) (fromNow * 1e9);
  }
}
