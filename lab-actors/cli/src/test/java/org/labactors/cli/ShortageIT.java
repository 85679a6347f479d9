package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.labactors.FreePort;

/**
 * What works with little memory and few threads, what is refused, and what is said: the table in
 * the README, but for what the launcher refuses. Each process ends by itself.
 */
@Timeout(300)
class ShortageIT {

  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** An account that nobody else has, for the system counts the threads of an account. */
  private static final String ACCOUNT = "61987";

  @TempDir private Path folder;
  private final List<LabProcess> processes = new ArrayList<>();
  private final List<Process> others = new ArrayList<>();
  private String seeds;

  @BeforeEach
  void writeRunFiles() throws IOException {
    seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    write("small", "{ class = org.labactors.cli.Bulky, megabytes = 0 }", 500);
    write("large", "{ class = org.labactors.cli.Bulky, megabytes = 6 }", 12);
  }

  private void write(String tag, String experiment, int trials) throws IOException {
    Files.writeString(
        folder.resolve(tag + ".conf"),
        """
        notebook = "%s.db"
        study {
          tag        = %s
          experiment = %s
          parameters { n { from = 1, to = %d, step = 1 } }
        }
        lab.engines = 2
        """
            .formatted(tag, tag, experiment, trials));
  }

  @AfterEach
  void end() throws IOException {
    for (LabProcess each : processes) {
      each.close();
    }
    others.forEach(Process::destroyForcibly);
  }

  @ParameterizedTest
  @CsvSource({"small, 24", "small, 60", "large, 48"})
  void oneMachineWorks(String study, int heap) throws Exception {
    LabProcess lab = start(List.of("-Xmx" + heap + "m"), "run", study + ".conf");

    assertThat(ended(lab)).as(lab.err()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"32, 32, 1", "60, 60, 3"})
  void aClusterWorks(int lab, int node, int nodes) throws Exception {
    LabProcess run = cluster(List.of("-Xmx" + lab + "m"), "run", "small.conf");
    for (int i = 0; i < nodes; i++) {
      node("-Xmx" + node + "m");
    }

    assertThat(ended(run)).as(run.err()).isZero();
  }

  @Test
  void largeResultsOfOtherNodesWork() throws Exception {
    LabProcess run = cluster(List.of("-Xmx96m"), "run", "large.conf");
    node("-Xmx128m");

    assertThat(ended(run)).as(run.err()).isZero();
  }

  @Test
  void aHeapWithWhichOneMachineCannotWorkIsRefused() throws Exception {
    LabProcess lab = start(List.of("-Xmx16m"), "run", "small.conf");

    assertThat(ended(lab)).isEqualTo(2);
    assertThat(lab.err())
        .startsWith("lab: the heap of the Java machine may take 15 MB; a lab on one machine needs")
        .contains("24 MB at least", "LAB_JAVA_OPTS=-Xmx96m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run small.conf", "node small.conf --set lab.node.roles=[lab]", "node"})
  void aHeapWithWhichANodeCannotWorkIsRefused(String command) throws Exception {
    LabProcess lab = cluster(List.of("-Xmx24m"), command.split(" ", -1));

    assertThat(ended(lab)).isEqualTo(2);
    assertThat(lab.err())
        .startsWith("lab: the heap of the Java machine may take 23 MB; a node of a cluster needs")
        .contains("32 MB at least", "LAB_JAVA_OPTS=-Xmx128m");
  }

  @Test
  void aLabWithoutRoomForItsConnectionsEndsAndSaysSo() throws Exception {
    LabProcess run =
        cluster(List.of("-Xmx200m", "-XX:MaxDirectMemorySize=2m"), "run", "small.conf");
    node("-Xmx200m");

    assertThat(ended(run)).isEqualTo(1);
    assertThat(run.err())
        .contains("lab: out of memory for the buffers of connections", "-XX:MaxDirectMemorySize=")
        .doesNotContain("\tat ");
  }

  @Test
  void aNodeWithoutRoomForItsConnectionsEndsAndOthersGoOn() throws Exception {
    LabProcess run = cluster(List.of("-Xmx200m"), "run", "small.conf");
    LabProcess dying = node("-Xmx200m", "-XX:MaxDirectMemorySize=2m");

    assertThat(ended(dying)).isEqualTo(1);
    assertThat(dying.err()).contains("lab: out of memory for the buffers of connections");
    node("-Xmx200m");
    assertThat(ended(run)).as(run.err()).isZero();
  }

  @Test
  void oneMachineThatCanMakeNoThreadEndsAndSaysSo() throws Exception {
    LabProcess lab = limited(28, "run", "small.conf");

    assertThat(ended(lab)).isEqualTo(1);
    assertThat(lab.err()).contains("lab: no further thread can be made", "ulimit -u");
  }

  /** No signal gets through to it any more. */
  @Test
  void aNodeThatCanMakeNoThreadAnyMoreEndsByItself() throws Exception {
    LabProcess node =
        limited(
            100,
            "node",
            "--profile",
            LocalCluster.PROFILE,
            "--set",
            seeds,
            "--set",
            "lab.engines=1");
    await().atMost(LONGEST).until(() -> node.err().contains("waiting for a lab"));

    for (int i = 0; i < 110; i++) {
      others.add(new ProcessBuilder(asOther(List.of("sleep", "100"))).start());
    }

    assertThat(node.endsWithin(LONGEST)).as(node.err()).isTrue();
    assertThat(others).as("what uses up the threads").allMatch(Process::isAlive);
    assertThat(node.exitCode()).isEqualTo(1);
    assertThat(node.err()).contains("lab: no further thread can be made", "ulimit -u");
  }

  private LabProcess start(List<String> javaOptions, String... arguments) throws IOException {
    LabProcess process = LabProcess.start(folder, javaOptions, arguments);
    processes.add(process);
    return process;
  }

  private LabProcess cluster(List<String> javaOptions, String... arguments) throws IOException {
    return start(
        javaOptions,
        Stream.concat(
                Stream.of(arguments), Stream.of("--profile", LocalCluster.PROFILE, "--set", seeds))
            .toArray(String[]::new));
  }

  private LabProcess node(String... javaOptions) throws IOException {
    return cluster(List.of(javaOptions), "node", "--set", "lab.engines=1");
  }

  /** A command of another account, which may have so many threads and processes. */
  private LabProcess limited(int threads, String... arguments)
      throws IOException, InterruptedException {
    assumeTrue(isPossible(), "only root may start processes of other accounts, with setpriv");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    LabProcess process =
        LabProcess.startBehind(
            asOther(List.of("prlimit", "--nproc=" + threads + ":" + threads)),
            folder,
            List.of("-Xmx200m", "-Dlab.code.cache=" + folder.resolve("cache")),
            Map.of("HOME", folder.toString(), "LAB_USER_KEYS", folder.resolve("keys").toString()),
            arguments);
    processes.add(process);
    return process;
  }

  private static boolean isPossible() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(asOther(List.of("true"))).start().waitFor() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  /** It may read what root may, for the class path is root's in a container. */
  private static List<String> asOther(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + ACCOUNT,
                "--regid=" + ACCOUNT,
                "--clear-groups",
                "--inh-caps=-all,+dac_override,+dac_read_search",
                "--ambient-caps=-all,+dac_override,+dac_read_search",
                "--bounding-set=-all,+dac_override,+dac_read_search"));
    all.addAll(command);
    return all;
  }

  private static int ended(LabProcess process) throws IOException, InterruptedException {
    assertThat(process.endsWithin(LONGEST))
        .as("still running; it says:\n%s", process.err())
        .isTrue();
    return process.exitCode();
  }
}
