package org.labactors.cli.internal.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.labactors.EngineNode;
import org.labactors.cli.internal.run.ProfileArguments;
import org.labactors.cli.internal.supervisor.ClusterException;
import org.labactors.cli.internal.supervisor.ClusterFolder;
import org.labactors.cli.internal.supervisor.ClusterPlan;
import org.labactors.cli.internal.supervisor.ClusterState;
import org.labactors.cli.internal.supervisor.Clusters;
import org.labactors.cli.internal.supervisor.RestartPolicy;
import org.labactors.cli.internal.supervisor.Supervisor;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.cli.internal.terminal.LabJvm;
import org.labactors.cli.internal.terminal.LabVersion;
import org.labactors.cli.internal.terminal.Shell;
import org.labactors.node.NodeSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab cluster start}: starts node processes on this machine, and sees that they stay. */
@Command(
    name = "start",
    description = {
      "Start node processes on this machine, in the background, and come back when they are up."
          + " Those that end are started again."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LabVersion.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the nodes are up; of --foreground: they have been ended",
      "2:a wrong profile or option, or the cluster is running already; nothing was started",
      "1:a node could not be started; the others have been ended",
      "130:interrupted before the nodes were up; they have been ended"
    })
public final class ClusterStart implements Callable<Integer> {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  /** A start of which nothing is heard for so long has failed. */
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private static final int LINES_SHOWN = 10;

  /** How much of the memory a JVM takes for its heap by default, and all nodes together may. */
  private static final double USUAL_PERCENTAGE = 25;

  private static final double WHOLE_PERCENTAGE = 75;

  private final Console console;
  @Mixin private ClusterArguments cluster;
  @Spec private CommandSpec spec;

  @Option(
      names = "--engines",
      paramLabel = "N",
      description = {
        "How many engines: 0 one for each core, -N all cores but N, or N. Default: what the profile"
            + " says, which is 0."
      })
  private @Nullable Integer engines;

  @Option(
      names = "--nodes",
      paramLabel = "M",
      description = {
        "Over how many nodes they are spread, each a JVM. Default: a node for each engine, so that a"
            + " trial that ends its JVM takes no other along."
      })
  private @Nullable Integer nodes;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      arity = "1",
      description = "Another value for a key of the profile; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--foreground",
      description = "Stay, and say what becomes of the nodes; Ctrl-C ends all of them.")
  private boolean foreground;

  public ClusterStart(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    NodeSettings node = ProfileArguments.read(cluster.profile(), changes());
    EngineNode.check(node);
    ClusterFolder folder = cluster.folder();
    ClusterPlan plan = plan(node, folder);
    return foreground ? stay(plan, folder) : startInBackground(node, plan, folder);
  }

  private List<String> changes() {
    List<String> changes = new ArrayList<>(settings);
    if (engines != null) {
      changes.add("lab.engines=" + engines);
    }
    return changes;
  }

  private ClusterPlan plan(NodeSettings node, ClusterFolder folder) {
    int cores = Runtime.getRuntime().availableProcessors();
    int wanted = node.enginesOn(cores);
    int processes = nodes == null ? wanted : nodes;
    if (processes < 1 || processes > wanted) {
      throw ClusterException.refused(
          "--nodes " + processes + ": must be at least 1 and at most the engines, here " + wanted);
    }
    if (node.port() != 0 && processes > 1) {
      throw ClusterException.refused(
          "lab.node.port = "
              + node.port()
              + " cannot be that of "
              + processes
              + " nodes\nLeave it 0, which is any port that is free, or say --nodes 1.");
    }
    List<Integer> spread = ClusterPlan.spread(wanted, processes);
    return new ClusterPlan(
        cluster.profile(),
        spread,
        NodeCommand.patience(node).plusSeconds(2),
        RestartPolicy.of(node.localConfig()),
        number -> command(number, spread, folder));
  }

  private List<String> command(int number, List<Integer> spread, ClusterFolder folder) {
    List<String> arguments = new ArrayList<>(List.of("node", "--profile", cluster.profile()));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of("--set", "lab.engines=" + spread.get(number - 1)));
    arguments.addAll(List.of("--supervised", folder.report(number).toString()));
    double heap = Math.min(USUAL_PERCENTAGE, WHOLE_PERCENTAGE / spread.size());
    return LabJvm.command(
        List.of(
            "-XX:MaxRAMPercentage=" + String.format(Locale.ROOT, "%.2f", heap),
            "-XX:ErrorFile=" + folder.crashReports(number),
            "-XX:-CreateCoredumpOnCrash"),
        arguments);
  }

  private int stay(ClusterPlan plan, ClusterFolder folder)
      throws IOException, InterruptedException {
    Interruption interruption =
        Interruption.ofThisProcess(
            console.err(),
            plan.patience().plusSeconds(10),
            "The nodes have been killed",
            () -> ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly));
    log("starting " + Clusters.count(plan) + "; logs in " + folder.path());
    Optional<ClusterState.Problem> problem =
        Supervisor.run(plan, folder, this::log, interruption::requested);
    if (problem.isPresent()) {
      return report(problem.get());
    }
    log(Clusters.count(plan) + " have ended");
    return ExitCode.OK;
  }

  private void log(String line) {
    console.err().println(TIME.format(LocalTime.now(ZoneId.systemDefault())) + " " + line);
    console.err().flush();
  }

  private int startInBackground(NodeSettings node, ClusterPlan plan, ClusterFolder folder)
      throws IOException, InterruptedException {
    Clusters.checkNotRunning(folder);
    if (!node.warning().isEmpty()) {
      console.err().println("lab: " + node.warning());
    }
    Interruption interruption = Interruption.ofThisProcess(console.err());
    Process supervisor = startSupervisor(folder);
    long heard = System.nanoTime();
    Optional<ClusterState> last = Optional.empty();
    while (true) {
      boolean alive = supervisor.isAlive();
      Optional<ClusterState> state =
          folder.state().filter(each -> each.supervisor().pid() == supervisor.pid());
      if (state.isPresent() && state.get().phase() == ClusterState.Phase.RUNNING) {
        printUp(plan, folder);
        return ExitCode.OK;
      }
      if (!alive) {
        return ended(supervisor, state, folder);
      }
      if (!state.equals(last)) {
        last = state;
        heard = System.nanoTime();
      }
      if (interruption.requested() || System.nanoTime() - heard > SILENCE.toNanos()) {
        supervisor.destroy();
        supervisor.waitFor();
        return interruption.requested() ? interrupted() : silent(folder);
      }
      Thread.sleep(INTERVAL.toMillis());
    }
  }

  /** The same command in the foreground, but of a session of its own, which no terminal ends. */
  private Process startSupervisor(ClusterFolder folder) throws IOException {
    List<String> arguments =
        new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
    arguments.add("--foreground");
    List<String> command = new ArrayList<>();
    if (Shell.has("setsid")) {
      command.add("setsid");
    }
    command.addAll(LabJvm.command(List.of(), arguments));
    Files.deleteIfExists(folder.supervisorLog());
    return new ProcessBuilder(command)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.supervisorLog().toFile()))
        .start();
  }

  private void printUp(ClusterPlan plan, ClusterFolder folder) {
    console.out().println(console.bold(folder.name()) + ": " + Clusters.count(plan) + " are up");
    List<String> stop = new ArrayList<>(List.of(Shell.lab(), "cluster", "stop"));
    if (cluster.areGiven()) {
      stop.addAll(List.of("--name", folder.name()));
    }
    console.out().println("  logs  " + folder.path());
    console.out().println("  stop  " + Shell.line(stop));
    console.out().flush();
  }

  private int ended(Process supervisor, Optional<ClusterState> state, ClusterFolder folder) {
    ClusterState.@Nullable Problem problem = state.map(ClusterState::problem).orElse(null);
    if (problem != null) {
      return report(problem);
    }
    console.err().println("lab: the supervisor ended with exit status " + supervisor.exitValue());
    Clusters.supervisorLog(folder, LINES_SHOWN).forEach(line -> console.err().println("  " + line));
    return supervisor.exitValue() == ExitCode.WRONG_INPUT
        ? ExitCode.WRONG_INPUT
        : ExitCode.UNFINISHED;
  }

  private int report(ClusterState.Problem problem) {
    console.err().println("lab: " + problem.text());
    console.err().flush();
    return problem.refused() ? ExitCode.WRONG_INPUT : ExitCode.UNFINISHED;
  }

  private int interrupted() {
    console.err().println("lab: interrupted; the nodes have been ended");
    return ExitCode.INTERRUPTED;
  }

  private int silent(ClusterFolder folder) {
    console
        .err()
        .println(
            "lab: the nodes were not up after "
                + SILENCE.toSeconds()
                + " s without news, and have been ended\nSee the logs in "
                + folder.path());
    return ExitCode.UNFINISHED;
  }
}
