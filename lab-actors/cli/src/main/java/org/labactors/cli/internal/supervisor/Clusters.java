package org.labactors.cli.internal.supervisor;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Clusters of this machine that run, or have run, seen from without. */
public final class Clusters {

  private static final Duration INTERVAL = Duration.ofMillis(50);

  /** How long a supervisor may take beyond what its nodes may take. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** How long a process may take to be gone when it has been killed. */
  private static final Duration BURIAL = Duration.ofSeconds(5);

  private Clusters() {}

  /** {@code "4 engines in 2 nodes"}. */
  public static String count(ClusterPlan plan) {
    return count(plan.engines().stream().mapToInt(Integer::intValue).sum(), plan.nodes());
  }

  /** {@code "4 engines in 2 nodes"}. */
  public static String count(ClusterState state) {
    return count(state.engines(), state.nodes().size());
  }

  private static String count(int engines, int nodes) {
    return engines
        + (engines == 1 ? " engine" : " engines")
        + " in "
        + nodes
        + (nodes == 1 ? " node" : " nodes");
  }

  /**
   * Refuses to start what is running.
   *
   * @throws ClusterException if a supervisor of this cluster is there, or the folder cannot be
   *     written to
   */
  public static void checkNotRunning(ClusterFolder folder) throws IOException {
    folder.create();
    FileLock lock = folder.tryLock();
    if (lock == null) {
      throw alreadyRunning(folder);
    }
    lock.channel().close();
  }

  static ClusterException alreadyRunning(ClusterFolder folder) {
    return ClusterException.refused(
        "the cluster '"
            + folder.name()
            + "' is running already"
            + folder
                .state()
                .map(state -> ": " + count(state) + ", pid " + state.supervisor().pid())
                .orElse("")
            + "\nStop it first, or choose another name with --name.");
  }

  /** Ends nodes whose supervisor was killed, if there are any, and forgets them. */
  static void endLeftovers(ClusterFolder folder, Duration patience, Consumer<String> log)
      throws InterruptedException {
    Optional<ClusterState> old = folder.state();
    if (old.isPresent()) {
      List<ProcessMark> left = living(old.get().processes());
      if (!left.isEmpty()) {
        log.accept("ending " + pids(left) + ", left by a supervisor that was killed");
        end(left, patience);
      }
      folder.clear();
    }
  }

  /**
   * Ends a cluster: its supervisor and its nodes, and nothing else.
   *
   * @param state the cluster as it is
   * @throws ClusterException if a process could not be ended
   */
  public static void stop(ClusterFolder folder, ClusterState state)
      throws IOException, InterruptedException {
    Duration patience = state.patience();
    ProcessMark supervisor = state.supervisor();
    if (supervisor.isAlive()) {
      if (!supervisor.end()) {
        throw notPermitted(supervisor);
      }
      await(List.of(supervisor), patience.plus(MARGIN));
    }
    // It may have been killed, now or before, and have started nodes since the state was read.
    List<ProcessMark> left = new ArrayList<>(state.processes());
    folder.state().ifPresent(last -> left.addAll(last.processes()));
    end(left.stream().distinct().toList(), patience);
    forget(folder);
  }

  /** Forgets a cluster that is not running, if it is remembered; its logs stay. */
  public static void forget(ClusterFolder folder) throws IOException {
    if (Files.isDirectory(folder.path())) {
      FileLock lock = folder.tryLock();
      if (lock != null) { // otherwise somebody starts it at this moment
        folder.clear();
        lock.channel().close();
      }
    }
  }

  /** The last lines that a supervisor in the background printed. */
  public static List<String> supervisorLog(ClusterFolder folder, int lines) {
    return ClusterFolder.lastLines(folder.supervisorLog(), 0, lines);
  }

  private static void end(List<ProcessMark> processes, Duration patience)
      throws InterruptedException {
    for (ProcessMark each : processes) {
      if (!each.end()) {
        throw notPermitted(each);
      }
    }
    if (!await(processes, patience)) {
      living(processes).forEach(ProcessMark::kill);
      if (!await(processes, BURIAL)) {
        throw ClusterException.failed(pids(living(processes)) + " cannot be ended");
      }
    }
  }

  private static ClusterException notPermitted(ProcessMark process) {
    return ClusterException.failed(
        "not permitted to end process " + process.pid() + ", which another user has started");
  }

  private static boolean await(List<ProcessMark> processes, Duration atMost)
      throws InterruptedException {
    long limit = System.nanoTime() + atMost.toNanos();
    while (!living(processes).isEmpty()) {
      if (System.nanoTime() > limit) {
        return false;
      }
      Thread.sleep(INTERVAL.toMillis());
    }
    return true;
  }

  private static List<ProcessMark> living(List<ProcessMark> processes) {
    return processes.stream().filter(ProcessMark::isAlive).toList();
  }

  private static String pids(List<ProcessMark> processes) {
    return (processes.size() == 1 ? "process " : "processes ")
        + String.join(", ", processes.stream().map(each -> Long.toString(each.pid())).toList());
  }
}
