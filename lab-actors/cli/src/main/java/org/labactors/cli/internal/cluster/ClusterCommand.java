package org.labactors.cli.internal.cluster;

import java.util.concurrent.Callable;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code lab cluster}: node processes on this machine. */
@Command(
    name = "cluster",
    description = "Start, look at and stop node processes on this machine.",
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ClusterStart.class, ClusterStatus.class, ClusterStop.class},
    footer = {
      "",
      "Example:",
      "  lab cluster start --engines 4              four nodes with an engine each",
      "  lab run STUDY.conf --profile cluster       as many studies as you like",
      "  lab cluster stop",
      "",
      "What is running is remembered in LAB_STATE_DIR, or lab-actors in XDG_STATE_HOME, or",
      "~/.local/state/lab-actors; the logs of the nodes are there too."
    })
public final class ClusterCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.WRONG_INPUT;
  }
}
