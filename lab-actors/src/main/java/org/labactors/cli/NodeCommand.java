package org.labactors.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.labactors.node.EngineNode;
import org.labactors.node.NodeSettings;
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

  NodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    NodeSettings node = ProfileArguments.read(profile, settings);
    Interruption interruption =
        Interruption.ofThisProcess(console.err(), node.grace().plus(FAREWELL));
    EngineNode engines = EngineNode.start(node, line -> console.err().println("lab: " + line));
    while (!engines.awaitEnd(INTERVAL)) {
      if (interruption.requested()) {
        engines.leave();
      }
    }
    return ExitCode.OK;
  }
}
