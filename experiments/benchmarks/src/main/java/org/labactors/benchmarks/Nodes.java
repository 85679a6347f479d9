package org.labactors.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.node.NodeSettings;
import org.labactors.node.Profile;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/**
 * A lab in this JVM whose engines are all in others, on this machine. It stays open, since engines
 * take their time to find the next one; each study goes under a tag of its own.
 */
final class Nodes implements AutoCloseable {

  private final List<Process> processes = new ArrayList<>();
  private final Path notebook;
  private final Lab lab;
  private int studies;

  /**
   * Starts the nodes, and waits for none of them.
   *
   * @param profile the file of the profile
   * @param settings other values for keys of the profile, as {@code path=value}
   */
  Nodes(LabBench bench, Path profile, int nodes, int enginesPerNode, String... settings)
      throws IOException {
    notebook = bench.notebook();
    List<String> overrides = new ArrayList<>(List.of(settings));
    overrides.add("lab.node.seeds=[\"127.0.0.1:" + freePort() + "\"]");
    overrides.add("lab.engines=" + enginesPerNode);
    overrides.add("lab.min-engines=" + nodes * enginesPerNode);
    for (int i = 0; i < nodes; i++) {
      processes.add(start(profile, overrides));
    }
    lab =
        Lab.builder()
            .notebook(notebook)
            .node(NodeSettings.of(Profile.read(profile.toString(), Path.of(""), overrides)))
            .open();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static Process start(Path profile, List<String> overrides) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.labactors.cli.LabCommand",
                "node",
                "--profile",
                profile.toString()));
    overrides.forEach(override -> command.addAll(List.of("--set", override)));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The seconds from submitting a study until all of it is on disk. */
  double seconds(Study study) throws InterruptedException {
    studies++;
    long start = System.nanoTime();
    Run run = lab.submit(LabBench.TAG + studies, study);
    Progress end = run.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (end.ok() != end.trials()) {
      throw new IllegalStateException("the lab did not complete the study: " + end);
    }
    return seconds;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    lab.close();
    processes.forEach(Process::destroy);
    for (Process each : processes) {
      if (!each.waitFor(30, TimeUnit.SECONDS)) {
        each.destroyForcibly();
      }
    }
    LabBench.delete(notebook);
  }
}
