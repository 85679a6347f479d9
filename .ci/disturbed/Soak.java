import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.experiment.Experiment;
import org.labactors.EngineNode;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.notebook.RecordOptions;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/**
 * One lab for thousands of small runs, while nodes with engines come and go and each few runs bring
 * new code. What the process holds after a collection — heap, classes, threads, files — must not
 * grow with what has ended. Lab and nodes are in this one process, so that neither may grow.
 *
 * <pre>.ci/disturbed/run Soak [--runs 10000] [--engines 1000] [--bundles 100]</pre>
 */
final class Soak {

  private static final int ROUNDS = 10;
  private static final int ENGINES_OF_A_NODE = 10;
  private static final int RUNS_OF_A_NODE = 3;
  private static final int LETTERS = 10_000;

  /** What a process may gain between the first round and the last: noise, and no more. */
  private static final double MAY_GROW = 1.1;

  private static final long HEAP_NOISE = 2 << 20;
  private static final long CLASS_NOISE = 1 << 20;
  private static final long FEW = 10;

  private static final String SOURCE =
      """
      import org.labactors.experiment.*;
      public record Made(String text) implements Experiment {
        public Values run(Trial trial) {
          return Values.of("build", %d, "letters", text.length());
        }
      }
      """;

  private record Held(long heap, long classes, long threads, long files) {

    static Held now() throws InterruptedException {
      long heap = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) { // what is let go by cleaners and loaders takes more than one
        System.gc();
        Thread.sleep(200);
        heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
      }
      long classes =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getName().equals("Metaspace"))
              .map(MemoryPoolMXBean::getUsage)
              .mapToLong(usage -> usage.getUsed())
              .sum();
      return new Held(
          heap,
          classes,
          ManagementFactory.getThreadMXBean().getThreadCount(),
          ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
              .getOpenFileDescriptorCount());
    }

    boolean isFlatSince(Held first) {
      return heap <= first.heap * MAY_GROW + HEAP_NOISE
          && classes <= first.classes * MAY_GROW + CLASS_NOISE
          && threads <= first.threads + FEW
          && files <= first.files + FEW;
    }

    @Override
    public String toString() {
      return "heap %.1f MB, classes %.1f MB, %d threads, %d files"
          .formatted(heap / 1e6, classes / 1e6, threads, files);
    }
  }

  private final Path folder;
  private final int port;
  private final long began = System.nanoTime();
  private int runs;
  private int bundles;

  private Soak(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static void main(String... arguments) throws Exception {
    int runs = (int) Results.option(arguments, "--runs", 10_000);
    int engines = (int) Results.option(arguments, "--engines", 1_000);
    int bundles = (int) Results.option(arguments, "--bundles", 100);
    new Soak(Files.createTempDirectory("soak-"), Results.freePort()).run(runs, engines, bundles);
    System.exit(0); // whatever thread there may be
  }

  private void run(int allRuns, int allEngines, int allBundles) throws Exception {
    try (Lab lab = Lab.builder().notebook(folder.resolve("soak.db")).node(settings("lab, engine", 2)).open()) {
      round(lab, allRuns, allEngines, allBundles);
      Held first = Held.now();
      say("after a first round", first);
      Held last = first;
      for (int i = 1; i <= ROUNDS; i++) {
        round(lab, allRuns, allEngines, allBundles);
        last = Held.now();
        say("after " + i + " more", last);
      }
      Hosts.require(last.isFlatSince(first), "it has grown from " + first + " to " + last);
      System.out.printf(
          "news: soak: %,d runs, %,d engines, %,d bundles: %s at first, %s at last%n",
          allRuns, allEngines, allBundles, first, last);
    }
  }

  /** A tenth of all: a node comes for a few runs and leaves, then the lab is by itself. */
  private void round(Lab lab, int allRuns, int allEngines, int allBundles) throws Exception {
    int upTo = runs + allRuns / ROUNDS;
    for (int i = 0; i < allEngines / ENGINES_OF_A_NODE / ROUNDS; i++) {
      EngineNode node = EngineNode.start(settings("engine", ENGINES_OF_A_NODE), line -> {});
      runWithNewCode(lab, i < allBundles / ROUNDS);
      for (int j = 0; j < RUNS_OF_A_NODE; j++) {
        runSmall(lab, new Nap(0));
      }
      node.leave();
      Hosts.require(node.awaitEnd(Duration.ofSeconds(60)), "a node did not leave");
    }
    while (runs < upTo) {
      runSmall(lab, new Nap(0));
    }
  }

  private void runSmall(Lab lab, Experiment experiment) throws InterruptedException {
    Study study =
        Study.of(experiment)
            .with("n", 1, 2, 3)
            .with("text", (runs + "-").repeat(LETTERS).substring(0, LETTERS))
            .seed(42);
    finish(lab.submit("run-" + runs, study), 3);
  }

  private void finish(Run run, int trials) throws InterruptedException {
    Progress end = run.awaitEnd(Duration.ofSeconds(60)).orElseThrow();
    Hosts.require(end.ok() == trials, "run " + runs + " came to " + end);
    runs++;
  }

  /** Runs a study from a jar, one that nobody has seen if it is to be new. */
  private void runWithNewCode(Lab lab, boolean isNew) throws Exception {
    bundles += isNew || bundles == 0 ? 1 : 0;
    Path jar = build(bundles);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, Soak.class.getClassLoader())) {
      Experiment made =
          (Experiment) loader.loadClass("Made").getConstructor(String.class).newInstance("abc");
      Study study = Study.of(made).with("n", 1, 2, 3).seed(42);
      finish(lab.submit("made-" + runs, study, new RecordOptions("", false, List.of(jar))), 3);
    }
  }

  private Path build(int number) throws IOException {
    Path file = folder.resolve("made-" + number + ".jar");
    MadeJar.write(file, SOURCE.formatted(number));
    return file;
  }

  private NodeSettings settings(String roles, int engines) throws IOException {
    Path profile = Files.createTempFile(folder, "profile", ".conf");
    Files.writeString(
        profile,
        """
        lab {
          engines = %d
          node {
            roles = [%s], seeds = ["127.0.0.1:%d"], user-keys = "%s"
          }
          code.cache = "%s"
        }
        """
            .formatted(
                engines, roles, port, folder.resolve("keys"), folder.resolve("cache-" + port)));
    return NodeSettings.of(Profile.read(profile.toString(), folder, new ArrayList<>()));
  }

  private void say(String what, Held held) {
    System.out.printf(
        "%4d s: %,d runs, %s: %s%n",
        Duration.ofNanos(System.nanoTime() - began).toSeconds(), runs, what, held);
  }
}
