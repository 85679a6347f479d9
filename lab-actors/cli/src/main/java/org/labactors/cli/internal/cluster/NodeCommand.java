package org.labactors.cli.internal.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.EngineNode;
import org.labactors.cli.internal.run.ProfileArguments;
import org.labactors.cli.internal.run.RunFileChanges;
import org.labactors.cli.internal.run.Studies;
import org.labactors.cli.internal.supervisor.ClusterFolder;
import org.labactors.cli.internal.supervisor.NodeReport;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.node.NodeSettings;
import org.labactors.node.NodeStatus;
import org.labactors.node.Profile;
import org.labactors.node.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab node}: a node of a cluster, with a lab, engines, or both, until it is stopped. */
@Command(
    name = "node",
    description = {
      "Start a node with what lab.node.roles of its profile says: engines, which work for the lab of"
          + " their cluster, now, later, and for the next lab after that; a lab, which runs the"
          + " studies of run files and stays; or both.",
      "Of several labs in a cluster, lab run included, the oldest is at work. The others wait, and"
          + " take over when it is gone."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by Ctrl-C or a termination signal; what it had begun was finished or handed back",
      "2:a wrong profile, run file or notebook, or an address that is in use; nothing was started",
      "1:the lab could not go on"
    })
public final class NodeCommand implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  /**
   * How long leaving the cluster may take when the engines are done. When nobody answers, the steps
   * of a farewell add up to some 15 seconds, and a busy machine adds to that.
   */
  private static final Duration FAREWELL = Duration.ofSeconds(22);

  private final Console console;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE.conf",
      arity = "0..*",
      description =
          "With the role lab: the run files of its studies, which go into one notebook and run at the"
              + " same time.")
  private List<Path> files = new ArrayList<>();

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
        "Another value for a key of the profile, which are those under lab and akka, or else of the run"
            + " files; may be repeated.",
        "Say --set lab.node.port=25521"
      })
  private List<String> settings = new ArrayList<>();

  @Mixin private RunFileChanges changes;

  @Option(
      names = "--supervised",
      paramLabel = "FILE",
      hidden = true,
      description = "Write to this file how the node is, and take orders from standard input.")
  private @Nullable Path report;

  public NodeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean hasFiles = !files.isEmpty() || changes.areGiven();
    NodeSettings node =
        ProfileArguments.read(
            profile, hasFiles ? settings.stream().filter(Profile::concerns).toList() : settings);
    if (node.roles().contains(Role.LAB)) {
      return runLab(node);
    }
    if (hasFiles) {
      throw refused(
          node,
          "run files, --notebook and --code are for a node with a lab\nSet lab.node.roles = [lab] or"
              + " [lab, engine], or leave them out.");
    }
    return runEngines(node);
  }

  private int runLab(NodeSettings node) throws InterruptedException {
    if (files.isEmpty()) {
      throw refused(
          node,
          "a lab needs studies\nName their run files: lab node FILE.conf --profile …; or set"
              + " lab.node.roles = [engine] for a node with engines only.");
    }
    List<String> ofFiles = settings.stream().filter(each -> !Profile.concerns(each)).toList();
    try (Studies studies = Studies.read(files, file -> changes.read(file, ofFiles))) {
      studies.check();
      return new StandingLab(
              console, studies, Interruption.ofThisProcess(console.err(), patience(node)))
          .run(node);
    }
  }

  private ParameterException refused(NodeSettings node, String why) {
    return new ParameterException(
        spec.commandLine(), "lab.node.roles = " + node.roles() + ": " + why);
  }

  private int runEngines(NodeSettings node) throws InterruptedException {
    EngineNode engines;
    Interruption interruption;
    Path file = report;
    if (file == null) {
      interruption =
          Interruption.ofThisProcess(
              console.err(), patience(node), Interruption.OTHERS_GO_ON, () -> {});
      engines = EngineNode.start(node, console::say);
    } else {
      interruption = Interruption.ofSupervisedProcess(console.err(), patience(node));
      engines =
          EngineNode.start(
              node, console::say, status -> ClusterFolder.write(file, reportOf(status)));
      SupervisorLink.hold(System.in, engines::neighbourDied, interruption::requestOnce);
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

  private static NodeReport reportOf(NodeStatus status) {
    return new NodeReport(
        ProcessHandle.current().pid(), status.node(), status.address(), status.labs());
  }
}
