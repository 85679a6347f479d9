package org.labactors.cli.internal.supervisor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
   * @param exitCode its exit code, or {@link #NO_PROCESS}
   */
  record End(Optional<String> node, String how, int exitCode) {}

  /** The exit code of a process that could not be started. */
  private static final int NO_PROCESS = -1;

  private final int number;
  private final int engines;
  private final List<String> command;
  private final ClusterFolder folder;
  private final RestartPolicy restarts;
  private final Runnable ended;
  private final InstantSource timeOfDay;
  private @Nullable Process process;
  private NodeState state;
  private Duration delay = Duration.ZERO;

  /** When the process was started, and when the next is to be; by the supervisor's steady clock. */
  private Instant started = Instant.EPOCH;

  private Instant due = Instant.EPOCH;
  private long logged;

  /**
   * A node that has not been started.
   *
   * @param ended called by another thread when a process of the node has ended
   * @param timeOfDay for what people read
   */
  SupervisedNode(
      int number,
      int engines,
      List<String> command,
      ClusterFolder folder,
      RestartPolicy restarts,
      Runnable ended,
      InstantSource timeOfDay) {
    this.number = number;
    this.engines = engines;
    this.command = command;
    this.folder = folder;
    this.restarts = restarts;
    this.ended = ended;
    this.timeOfDay = timeOfDay;
    this.state =
        new NodeState(number, engines, NodeState.Phase.STARTING, null, null, 0, null, null);
  }

  NodeState state() {
    return state;
  }

  int number() {
    return number;
  }

  /** Starts a process. One that cannot be started has ended at once; then this tells of it. */
  Optional<End> start(Instant now) {
    started = now;
    Process begun;
    try {
      begun = begin();
    } catch (IOException refused) {
      return Optional.of(
          ended("it cannot be started: " + StateFolder.reason(refused), NO_PROCESS, null, now));
    }
    process = begun;
    state =
        new NodeState(
            number,
            engines,
            NodeState.Phase.STARTING,
            // Empty if it has ended already, which the next look will find.
            ProcessMark.of(begun.pid()).orElse(null),
            timeOfDay.instant(),
            restarts(),
            null,
            state.lastEnd());
    CompletableFuture<Void> unused = begun.onExit().thenRun(ended);
    return Optional.empty();
  }

  private Process begin() throws IOException {
    Path log = folder.log(number);
    logged = Files.exists(log) ? Files.size(log) : 0;
    Files.deleteIfExists(folder.report(number));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private int restarts() {
    return state.phase() == NodeState.Phase.DOWN ? state.restarts() + 1 : state.restarts();
  }

  /** Looks what has become of the process; tells of its end once. */
  Optional<End> look(Instant now) {
    Process current = process;
    if (current == null) {
      return Optional.empty();
    }
    Optional<NodeReport> report = report().filter(each -> each.pid() == current.pid());
    if (current.isAlive()) {
      if (state.phase() == NodeState.Phase.STARTING && report.isPresent()) {
        state = with(NodeState.Phase.UP);
      }
      return Optional.empty();
    }
    process = null;
    return Optional.of(
        ended(
            Ending.text(current.exitValue(), folder.log(number), logged),
            current.exitValue(),
            report.map(NodeReport::node).orElse(null),
            now));
  }

  /** What the node says of itself; nothing while that cannot be read. */
  private Optional<NodeReport> report() {
    try {
      return folder.reportOf(number);
    } catch (ClusterException unreadable) {
      return Optional.empty();
    }
  }

  private End ended(String how, int exitCode, @Nullable String node, Instant now) {
    delay = restarts.next(delay, Duration.between(started, now));
    due = now.plus(delay);
    state =
        new NodeState(
            number,
            engines,
            NodeState.Phase.DOWN,
            null,
            null,
            state.restarts(),
            timeOfDay.instant().plus(delay),
            how);
    return new End(Optional.ofNullable(node), how, exitCode);
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
    return state.phase() == NodeState.Phase.DOWN && !now.isBefore(due);
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
