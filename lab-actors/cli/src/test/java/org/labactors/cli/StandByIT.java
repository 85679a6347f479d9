package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;

/** Labs of a cluster, each a process, of which one is at work and the others stand by. */
class StandByIT {

  private static final int TRIALS = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PROFILE =
      Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private int port;
  private int otherPort;

  @BeforeEach
  void prepare() throws IOException {
    port = FreePort.next();
    otherPort = FreePort.next();
    writeRunFile("squares", 25);
    writeRunFile("quick", 1);
    writeRunFile("slow", 200);
  }

  private void writeRunFile(String tag, int milliseconds) throws IOException {
    Files.writeString(
        folder.resolve(tag + ".conf"),
        """
        notebook = "labs.db"
        study {
          experiment = { class = org.labactors.cli.Waiting, milliseconds = %d, failFrom = 10000 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        """
            .formatted(milliseconds, TRIALS));
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  @Test
  void theStudiesOfALabThatIsKilledAreFinishedByTheOneThatStandsBy() throws Exception {
    LabProcess first = lab(port, "node", "squares.conf", "quick.conf");
    LabProcess engines = engines();
    await().atMost(PATIENCE).until(() -> in("labs.db").count("squares") > 10);
    LabProcess second = lab(otherPort, "node", "squares.conf", "quick.conf");
    awaitText(second, isAtWork(port) + "; waiting to take over\n");

    first.signal("KILL");

    awaitText(second, "\nsquares: all 400 trials are recorded in labs.db\n");
    awaitText(second, "\nquick: all 400 trials are recorded in labs.db\n");
    assertThat(second.err())
        .contains(
            "the lab at 127.0.0.1:" + port + " is gone; this one is at work now\n",
            "; 2 studies for labs.db; waiting for 1 engine\n");
    assertThat(engines.err().split("engine node on", -1)).as("starts of the engines").hasSize(2);
    second.signal("TERM");
    assertThat(second.exitCode()).as(second.err()).isZero();
    LabProcess alone = start("run", "squares.conf", "--notebook", "one.db");
    assertThat(alone.exitCode()).as(alone.err()).isZero();
    assertThat(in("labs.db").measured("squares"))
        .hasSize(TRIALS)
        .isEqualTo(in("one.db").measured("squares"));
  }

  @Test
  void aRunWaitsForTheLabAtWorkAndBeginsWhenThatHasLeft() throws Exception {
    String both = "lab.node.roles=[lab,engine]";
    LabProcess standing = lab(port, "node", "slow.conf", "--set", both, "--set", "lab.engines=2");
    await().atMost(PATIENCE).until(() -> in("labs.db").count("slow") > 4);
    LabProcess interrupted = lab(otherPort, "run", "quick.conf", "--notebook", "run.db");
    awaitText(interrupted, isAtWork(port) + "; waiting to take over\n");

    interrupted.signal("INT");

    assertThat(interrupted.exitCode()).isEqualTo(130);
    assertThat(interrupted.err())
        .contains("lab: quick interrupted before it began; nothing was run\n  To go on: ./lab run");
    assertThat(folder.resolve("run.db")).doesNotExist();
    LabProcess run = lab(otherPort, "run", "quick.conf", "--notebook", "run.db", "--set", both);
    awaitText(run, isAtWork(port) + "; waiting to take over\n");
    standing.signal("TERM");
    assertThat(standing.exitCode()).as(standing.err()).isZero();
    assertThat(standing.err())
        .contains(", 2 engines; 1 study for labs.db; ", "slow: submitted; 0 of 400 trials recorded")
        .containsPattern("\nslow: stopped; [0-9]+ of 400 trials recorded\n");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("quick: all 400 trials are recorded in run.db\n");
    assertThat(run.out()).contains("now     400 in ", "reused  0 recorded before");
  }

  private static String isAtWork(int port) {
    return "lab: the lab at 127.0.0.1:" + port + " is at work";
  }

  private static void awaitText(LabProcess process, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(process.err()).contains(text));
  }

  /** A process with a lab that listens at a port. */
  private LabProcess lab(int at, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--profile", PROFILE, "--set", seeds(), "--set", "lab.node.port=" + at));
    if (!all.contains("lab.node.roles=[lab,engine]")) {
      all.addAll(List.of("--set", "lab.node.roles=[lab]"));
    }
    return start(all.toArray(String[]::new));
  }

  private LabProcess engines() throws IOException {
    return start("node", "--profile", PROFILE, "--set", seeds(), "--set", "lab.engines=2");
  }

  private LabProcess start(String... arguments) throws IOException {
    LabProcess process = LabProcess.start(folder, arguments);
    processes.add(process);
    return process;
  }

  /** Nodes find the cluster through either lab. */
  private String seeds() {
    return "lab.node.seeds=[\"127.0.0.1:" + port + "\",\"127.0.0.1:" + otherPort + "\"]";
  }

  private RecordedTrials in(String file) {
    return new RecordedTrials(folder.resolve(file));
  }
}
