package org.labactors.cluster;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One node process, and what is known of it. It is told of its neighbours' ends through its
 * standard input, whose end tells it in turn that its supervisor is gone.
 */
final class SupervisedNode {

  /**
   * A process that has ended.
   *
   * @param node its name in the cluster; empty if it ended before it listened
   * @param how how it ended
   * @param exitCode its exit code
   */
  record End(Optional<String> node, String how, int exitCode) {}

  private final int number;
  private final int engines;
  private final List<String> command;
  private final ClusterFolder folder;
  private final RestartPolicy restarts;
  private final Runnable ended;
  private @Nullable Process process;
  private NodeState state;
  private Duration delay = Duration.ZERO;
  private long logged;

  /**
   * A node that has not been started.
   *
   * @param ended called by another thread when a process of the node has ended
   */
  SupervisedNode(
      int number,
      int engines,
      List<String> command,
      ClusterFolder folder,
      RestartPolicy restarts,
      Runnable ended) {
    this.number = number;
    this.engines = engines;
    this.command = command;
    this.folder = folder;
    this.restarts = restarts;
    this.ended = ended;
    this.state =
        new NodeState(number, engines, NodeState.Phase.STARTING, null, null, 0, null, null);
  }

  NodeState state() {
    return state;
  }

  int number() {
    return number;
  }

  void start(Instant now) throws IOException {
    Path log = folder.log(number);
    logged = Files.exists(log) ? Files.size(log) : 0;
    Files.deleteIfExists(folder.report(number));
    File output = log.toFile();
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
            .start();
    process = started;
    state =
        new NodeState(
            number,
            engines,
            NodeState.Phase.STARTING,
            // Empty if it has ended already, which the next look will find.
            ProcessMark.of(started.pid()).orElse(null),
            now,
            state.phase() == NodeState.Phase.DOWN ? state.restarts() + 1 : state.restarts(),
            null,
            state.lastEnd());
    CompletableFuture<Void> unused = started.onExit().thenRun(ended);
  }

  /** Looks what has become of the process; tells of its end once. */
  Optional<End> look(Instant now) {
    Process current = process;
    if (current == null) {
      return Optional.empty();
    }
    Optional<NodeReport> report =
        folder.reportOf(number).filter(each -> each.pid() == current.pid());
    if (current.isAlive()) {
      if (state.phase() == NodeState.Phase.STARTING && report.isPresent()) {
        state = with(NodeState.Phase.UP);
      }
      return Optional.empty();
    }
    process = null;
    String how = Ending.text(current.exitValue(), folder.log(number), logged);
    Instant since = state.since() == null ? now : state.since();
    delay = restarts.next(delay, Duration.between(since, now));
    state =
        new NodeState(
            number,
            engines,
            NodeState.Phase.DOWN,
            null,
            null,
            state.restarts(),
            now.plus(delay),
            how);
    return Optional.of(new End(report.map(NodeReport::node), how, current.exitValue()));
  }

  private NodeState with(NodeState.Phase phase) {
    return new NodeState(
        number,
        engines,
        phase,
        state.process(),
        state.since(),
        state.restarts(),
        state.nextStart(),
        state.lastEnd());
  }

  /** How long it will be before it is started again. */
  Duration delay() {
    return delay;
  }

  /** Whether it is time to start it again. */
  boolean isDue(Instant now) {
    Instant next = state.nextStart();
    return process == null && next != null && !now.isBefore(next);
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Tells the process of a neighbour that has ended; may block while it does not read. */
  void tell(String node, String how) {
    Process current = process;
    if (current != null) {
      try {
        OutputStream input = current.getOutputStream();
        input.write(("lost " + node + " " + how + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
      } catch (IOException gone) {
        // It needs no news any more.
      }
    }
  }

  /** Asks the process to leave. */
  void end() {
    if (process != null) {
      process.destroy();
    }
  }

  /** Ends the process at once. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** The last lines that the process printed. */
  List<String> lastLines(int lines) {
    return ClusterFolder.lastLines(folder.log(number), logged, lines);
  }
}
