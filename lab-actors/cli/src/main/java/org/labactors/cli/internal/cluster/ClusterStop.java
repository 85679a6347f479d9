package org.labactors.cli.internal.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.labactors.cli.internal.supervisor.ClusterFolder;
import org.labactors.cli.internal.supervisor.ClusterState;
import org.labactors.cli.internal.supervisor.Clusters;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab cluster stop}: ends what {@code lab cluster start} has started. */
@Command(
    name = "stop",
    description = {
      "End the nodes that lab cluster start has started on this machine, and nothing else. They"
          + " finish the trials they have begun, or hand them back."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the cluster is not running any more", "1:a process could not be ended"})
public final class ClusterStop implements Callable<Integer> {

  private final Console console;
  @Mixin private ClusterArguments cluster;

  public ClusterStop(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClusterFolder folder = cluster.folder();
    Optional<ClusterState> state = folder.state();
    if (state.isEmpty() || !state.get().isAlive()) {
      Clusters.forget(folder);
      console.err().println("lab: the cluster '" + folder.name() + "' is not running" + others());
      return ExitCode.OK;
    }
    Clusters.stop(folder, state.get());
    console.out().println(folder.name() + ": " + Clusters.count(state.get()) + " have ended");
    console.out().flush();
    return ExitCode.OK;
  }

  private static String others() {
    List<String> names =
        ClusterArguments.states().states().stream()
            .filter(ClusterState::isAlive)
            .map(ClusterState::name)
            .toList();
    return names.isEmpty()
        ? ""
        : "\nRunning: " + String.join(", ", names) + "; choose with --name.";
  }
}
