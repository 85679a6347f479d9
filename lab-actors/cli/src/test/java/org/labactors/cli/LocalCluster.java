package org.labactors.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.FreePort;
import org.labactors.ProcessReport;
import org.labactors.cli.internal.supervisor.ClusterFolder;
import org.labactors.cli.internal.supervisor.ClusterState;
import org.labactors.cli.internal.supervisor.NodeState;
import org.labactors.cli.internal.supervisor.StateFolder;

/** A cluster of this machine as {@code lab cluster} makes one, remembered in a folder of a test. */
final class LocalCluster implements AutoCloseable {

  static final String PROFILE =
      Path.of("..", "..", "config", "profiles", "cluster.conf").toAbsolutePath().toString();

  private final Path folder;
  private final Map<String, String> environment;
  private final String seeds;
  private final List<LabProcess> processes = new ArrayList<>();

  LocalCluster(Path folder) {
    this.folder = folder;
    this.environment = Map.of("LAB_STATE_DIR", folder.resolve("state").toString());
    this.seeds = "lab.node.seeds=[\"127.0.0.1:" + FreePort.next() + "\"]";
    ProcessReport.add(this::report);
  }

  /** Its supervisor and nodes, which are no children of this process. */
  private String report() throws IOException {
    StringBuilder text = new StringBuilder();
    for (ClusterState state : state().stream().toList()) {
      text.append("--- the cluster as its supervisor says: ").append(state).append('\n');
      text.append(ProcessReport.threads(state.supervisor().pid())).append('\n');
      for (NodeState node : state.nodes()) {
        if (node.process() != null) {
          text.append(ProcessReport.threads(node.process().pid())).append('\n');
        }
        text.append(ProcessReport.lastLines("log", stateFolder().log(node.number()))).append('\n');
      }
    }
    return text.toString();
  }

  /** {@code lab cluster start}. */
  LabProcess start(String... arguments) throws IOException {
    return start(List.of(), arguments);
  }

  /** {@code lab cluster start} with options for the JVMs. */
  LabProcess start(List<String> javaOptions, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("cluster", "start"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--profile", PROFILE, "--set", seeds));
    return lab(javaOptions, all);
  }

  /** {@code lab run} on the engines of this cluster. */
  LabProcess run(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--profile", PROFILE, "--set", seeds));
    return lab(List.of(), all);
  }

  LabProcess status() throws IOException {
    return lab(List.of(), List.of("cluster", "status"));
  }

  LabProcess stop() throws IOException {
    return lab(List.of(), List.of("cluster", "stop"));
  }

  private LabProcess lab(List<String> javaOptions, List<String> arguments) throws IOException {
    LabProcess process =
        LabProcess.start(folder, javaOptions, environment, arguments.toArray(String[]::new));
    processes.add(process);
    return process;
  }

  /** What its supervisor says. */
  Optional<ClusterState> state() {
    return stateFolder().state();
  }

  ClusterFolder stateFolder() {
    return StateFolder.of(environment, folder).cluster("cluster");
  }

  @Override
  public void close() throws Exception {
    stop().exitCode();
    for (LabProcess each : processes) {
      each.close();
    }
  }
}
