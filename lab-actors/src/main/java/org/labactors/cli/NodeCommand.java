package org.labactors.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.cluster.ClusterFolder;
import org.labactors.cluster.NodeReport;
import org.labactors.node.EngineNode;
import org.labactors.node.NodeSettings;
import org.labactors.node.NodeStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lab node}: starts engines that work for the lab of their cluster, until it is stopped. */
@Command(
    name = "node",
    description = {
      "Start engines that work for the lab of their cluster: now, later, and for the next lab after"
          + " that."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabCommand.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by Ctrl-C or a termination signal; what it had begun was finished or handed back",
      "2:a wrong profile, or an address that is in use; nothing was started"
    })
final class NodeCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** How long leaving the cluster may take when the engines are done. */
  private static final Duration FAREWELL = Duration.ofSeconds(15);

  private final Console console;

  @Option(
      names = "--profile",
      required = true,
      paramLabel = "FILE_OR_NAME",
      description = "What the node is: one of config/profiles/, such as cluster, or a file.")
  private String profile;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      arity = "1",
      description = {
        "Another value for a key of the profile; may be repeated.",
        "Say --set lab.node.port=25521"
      })
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--supervised",
      paramLabel = "FILE",
      hidden = true,
      description = "Write to this file how the node is, and take orders from standard input.")
  private @Nullable Path report;

  NodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    NodeSettings node = ProfileArguments.read(profile, settings);
    EngineNode engines;
    Interruption interruption;
    Path file = report;
    if (file == null) {
      interruption = Interruption.ofThisProcess(console.err(), patience(node));
      engines = EngineNode.start(node, this::log);
    } else {
      interruption = Interruption.ofSupervisedProcess(console.err(), patience(node));
      engines =
          EngineNode.start(node, this::log, status -> ClusterFolder.write(file, reportOf(status)));
      Lifeline.hold(System.in, engines::neighbourDied, interruption::requestOnce);
    }
    while (!engines.awaitEnd(INTERVAL)) {
      if (interruption.requested()) {
        engines.leave();
      }
    }
    return ExitCode.OK;
  }

  /** How long a node may take to leave. */
  static Duration patience(NodeSettings node) {
    return node.grace().plus(FAREWELL);
  }

  private void log(String line) {
    console.err().println("lab: " + line);
  }

  private static NodeReport reportOf(NodeStatus status) {
    return new NodeReport(
        ProcessHandle.current().pid(), status.node(), status.address(), status.labs());
  }
}
