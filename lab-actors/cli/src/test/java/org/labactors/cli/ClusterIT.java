package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.FreePort;

/** A lab and nodes with engines, each a process of its own. */
class ClusterIT {

  private static final int TRIALS = 400;
  private static final String PROFILE =
      Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private String seeds;

  @BeforeEach
  void writeRunFile() throws IOException {
    seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    Files.writeString(
        folder.resolve("squares.conf"),
        """
        study {
          tag        = squares
          experiment = { class = org.labactors.cli.Waiting, milliseconds = 25, failFrom = 10000 }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed       = 42
        }
        """
            .formatted(TRIALS));
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
  }

  @Test
  void aNodeThatIsKilledCostsNothingAndResultsAreThoseOfOneMachine() throws Exception {
    LabProcess victim = node();
    LabProcess other = node();
    LabProcess run =
        lab("run", "squares.conf", "--notebook", "many.db", "--set", "lab.min-engines=4");
    await().atMost(Duration.ofSeconds(60)).until(() -> in("many.db").count("squares") > 20);

    victim.signal("KILL");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("lab: lab node on 127.0.0.1:", "; waiting for 4 engines\n");
    assertThat(other.err()).contains("lab: engine node on 127.0.0.1:", ", 2 engines; waiting for");
    other.signal("TERM");
    assertThat(other.exitCode()).as(other.err()).isZero();
    LabProcess alone = LabProcess.start(folder, "run", "squares.conf", "--notebook", "one.db");
    processes.add(alone);
    assertThat(alone.exitCode()).as(alone.err()).isZero();
    assertThat(in("many.db").measured("squares"))
        .hasSize(TRIALS)
        .isEqualTo(in("one.db").measured("squares"));
  }

  @Test
  void theTimeWithoutEnginesIsNotThatOfTheRun() throws Exception {
    LabProcess run =
        lab("run", "squares.conf", "--notebook", "n.db", "--set", "study.parameters.x.to=4");
    await().atMost(Duration.ofSeconds(60)).until(() -> run.err().contains("waiting for 1 engine"));
    long waiting = System.nanoTime();
    LabProcess unused = node();

    assertThat(run.exitCode()).isZero();

    double seconds = (System.nanoTime() - waiting) / 1e9;
    Matcher now = Pattern.compile("now +4 in ([0-9.]+) s").matcher(run.out());
    assertThat(now.find()).as(run.out()).isTrue();
    assertThat(Double.parseDouble(now.group(1))).isLessThan(seconds);
  }

  @Test
  void aPortInUseIsRefusedInPlainWords() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LabProcess node = node("--set", "lab.node.port=" + taken.getLocalPort());

      assertThat(node.exitCode()).isEqualTo(2);
      assertThat(node.err())
          .contains("lab: cannot listen on 127.0.0.1:" + taken.getLocalPort() + ": ", "in use")
          .doesNotContain("\tat ");
    }
  }

  private LabProcess node(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("node"));
    arguments.addAll(List.of(more));
    return lab(arguments.toArray(String[]::new));
  }

  private LabProcess lab(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--profile", PROFILE, "--set", seeds));
    if (arguments[0].equals("node")) {
      all.addAll(List.of("--set", "lab.engines=2"));
    }
    LabProcess process = LabProcess.start(folder, all.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  private RecordedTrials in(String file) {
    return new RecordedTrials(folder.resolve(file));
  }
}
