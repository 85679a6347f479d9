package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.cli.internal.supervisor.NodeState;
import org.labactors.command.Processes;

/** Programs that stay from trial to trial, when a node is killed. */
class ResidentProgramsIT {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int TRIALS = 3_000;

  private final String sleep = Processes.sleep();

  @TempDir private Path folder;
  private LocalCluster cluster;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "python3"))),
        "there is no python3 on the PATH");
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc on this machine");
    cluster = new LocalCluster(folder);
    Files.writeString(
        folder.resolve("model.py"),
        """
        import random, subprocess, time
        subprocess.Popen(["sleep", "%1$s"])
        def simulate_%1$s(x):
            time.sleep(0.005)
            return {"y": x * x, "u": random.random()}
        """
            .formatted(sleep));
    Files.writeString(
        folder.resolve("model.conf"),
        """
        study {
          experiment { class = Python, file = model.py, function = simulate_%s }
          parameters { x { from = 1, to = %d, step = 1 } }
          seed = 42
        }
        """
            .formatted(sleep, TRIALS));
  }

  @AfterEach
  void end() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** The interpreters, and what they have started. */
  private List<String> programs() {
    return Processes.with(sleep);
  }

  @Test
  void nothingIsLostAndNothingIsLeft() throws Exception {
    LabProcess start = cluster.start("--engines", "2", "--nodes", "2");
    assertThat(start.exitCode()).as(start.err()).isZero();
    LabProcess run = cluster.run("model.conf", "--set", "lab.min-engines=2");
    RecordedTrials recorded = new RecordedTrials(folder.resolve("model.db"));
    await().atMost(LONG).until(() -> recorded.count("model") > 100);
    assertThat(recorded.count("model")).isLessThan(TRIALS);
    NodeState node = cluster.state().orElseThrow().nodes().get(0);
    List<ProcessHandle> ofTheNode =
        ProcessHandle.of(node.process().pid()).orElseThrow().descendants().toList();
    assertThat(ofTheNode).hasSizeGreaterThanOrEqualTo(2);

    new ProcessBuilder("kill", "-9", Long.toString(node.process().pid())).start().waitFor();

    await().atMost(LONG).until(() -> ofTheNode.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(run.endsWithin(LONG)).as(run.err()).isTrue();
    assertThat(run.exitCode()).as(run.err()).isZero();
    await().atMost(LONG).until(() -> programs().isEmpty());
    LabProcess alone =
        LabProcess.start(
            folder, "run", "model.conf", "--notebook", "alone.db", "--set", "lab.engines=2");
    assertThat(alone.exitCode()).as(alone.err()).isZero();
    assertThat(recorded.measured("model"))
        .hasSize(TRIALS)
        .isEqualTo(new RecordedTrials(folder.resolve("alone.db")).measured("model"));
    assertThat(programs()).isEmpty();
  }
}
