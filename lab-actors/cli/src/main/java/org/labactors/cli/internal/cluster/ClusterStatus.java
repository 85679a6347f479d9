package org.labactors.cli.internal.cluster;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.cli.internal.supervisor.ClusterFolder;
import org.labactors.cli.internal.supervisor.ClusterState;
import org.labactors.cli.internal.supervisor.Clusters;
import org.labactors.cli.internal.supervisor.NodeReport;
import org.labactors.cli.internal.supervisor.NodeState;
import org.labactors.cli.internal.supervisor.ProcessMark;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lab cluster status}: how the node processes of this machine are. */
@Command(
    name = "status",
    description = {
      "List the nodes that lab cluster start has started on this machine, of all clusters or of one."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every node is up", "1:some node is not up, or no cluster is running"})
public final class ClusterStatus implements Callable<Integer> {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private static final String NONE = "-";

  private final Console console;
  @Mixin private ClusterArguments cluster;

  public ClusterStatus(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<ClusterState> running =
        (cluster.areGiven()
                ? cluster.folder().state().stream()
                : ClusterArguments.states().states().stream())
            .filter(ClusterState::isAlive)
            .toList();
    if (running.isEmpty()) {
      console
          .err()
          .println(
              cluster.areGiven()
                  ? "lab: the cluster '" + cluster.folder().name() + "' is not running"
                  : "lab: no cluster is running on this machine");
      return ExitCode.UNFINISHED;
    }
    running.forEach(this::print);
    console.out().flush();
    return running.stream().allMatch(ClusterStatus::isUp) ? ExitCode.OK : ExitCode.UNFINISHED;
  }

  private static boolean isUp(ClusterState state) {
    return state.supervisor().isAlive()
        && state.nodes().stream()
            .allMatch(node -> node.isAlive() && node.phase() == NodeState.Phase.UP);
  }

  private void print(ClusterState state) {
    ClusterFolder folder = ClusterArguments.states().cluster(state.name());
    PrintWriter out = console.out();
    out.println(
        console.bold(state.name())
            + ": "
            + Clusters.count(state)
            + " of profile "
            + state.profile()
            + ", since "
            + TIME.format(state.since())
            + (state.supervisor().isAlive()
                ? ", supervisor " + state.supervisor().pid()
                : "; its supervisor was killed, and the nodes leave"));
    Table table = new Table(Set.of(0, 1, 2, 5));
    table.row("node", "pid", "engines", "state", "since", "restarts", "address", "lab", "log");
    for (NodeState node : state.nodes()) {
      Optional<NodeReport> report =
          folder.reportOf(node.number()).filter(each -> isOf(each, node.process()));
      table.row(
          Integer.toString(node.number()),
          node.process() == null ? NONE : Long.toString(node.process().pid()),
          Integer.toString(node.engines()),
          text(node, state.supervisor()),
          node.since() == null ? NONE : TIME.format(node.since()),
          Integer.toString(node.restarts()),
          report.map(NodeReport::address).orElse(NONE),
          report
              .map(NodeReport::labs)
              .filter(labs -> !labs.isEmpty())
              .map(ClusterStatus::list)
              .orElse(NONE),
          folder.log(node.number()).toString());
    }
    table.lines().forEach(out::println);
    for (NodeState node : state.nodes()) {
      if (node.lastEnd() != null) {
        out.println("node " + node.number() + " ended before: " + node.lastEnd());
      }
    }
  }

  private static boolean isOf(NodeReport report, @Nullable ProcessMark process) {
    return process != null && process.pid() == report.pid();
  }

  private static String list(List<String> labs) {
    return String.join(" ", labs);
  }

  private static String text(NodeState node, ProcessMark supervisor) {
    if (!supervisor.isAlive()) {
      return node.isAlive() ? "leaving" : "gone";
    }
    Instant next = node.nextStart();
    if (next != null) {
      long seconds = Math.max(0, Duration.between(Instant.now(), next).toSeconds() + 1);
      return "again in " + seconds + " s";
    }
    return node.phase().toString();
  }
}
