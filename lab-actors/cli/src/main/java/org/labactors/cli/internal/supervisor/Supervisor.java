package org.labactors.cli.internal.supervisor;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.time.SteadyClock;

/**
 * Starts the node processes of a cluster, starts again what ends, and ends them all when it is told
 * to. When one has ended it tells the others, which tell the lab; so the lab need not wait until a
 * silence has lasted long enough to be taken for an end.
 */
public final class Supervisor {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** For so long, and so many, ends are told to nodes that are started after them. */
  private static final Duration MEMORY = Duration.ofMinutes(1);

  private static final int MOST_REMEMBERED = 100;

  /** How long a process may take to be gone when it has been killed. */
  private static final Duration BURIAL = Duration.ofSeconds(5);

  private static final int LINES_SHOWN = 10;

  /** What a node ends with that refuses what it was told. */
  private static final int REFUSED = 2;

  private record Loss(String node, String how, Instant at) {}

  private final ClusterPlan plan;
  private final ClusterFolder folder;
  private final Consumer<String> log;
  private final BooleanSupplier stop;
  private final InstantSource clock = new SteadyClock();
  private final Semaphore wake = new Semaphore(0);
  private final List<SupervisedNode> nodes = new ArrayList<>();
  private final Deque<Loss> losses = new ArrayDeque<>();
  private final ProcessMark self = ProcessMark.ofThis();
  private final Instant since;

  /** A node that is frozen and reads nothing may hold up news, but not restarts. */
  private final ExecutorService news =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "lab-news");
            thread.setDaemon(true);
            return thread;
          });

  private ClusterState.Phase phase = ClusterState.Phase.STARTING;
  private ClusterState.@Nullable Problem problem;
  private @Nullable ClusterState written;
  private boolean toldUnwritable;

  private Supervisor(
      ClusterPlan plan,
      ClusterFolder folder,
      Consumer<String> log,
      BooleanSupplier stop,
      InstantSource timeOfDay) {
    this.plan = plan;
    this.folder = folder;
    this.log = log;
    this.stop = stop;
    this.since = timeOfDay.instant();
    for (int number = 1; number <= plan.nodes(); number++) {
      nodes.add(
          new SupervisedNode(
              number,
              plan.engines().get(number - 1),
              plan.command().apply(number),
              folder,
              plan.restarts(),
              wake::release,
              timeOfDay));
    }
  }

  /**
   * Runs a cluster until it is told to stop, or a node cannot be started to begin with. All of its
   * processes have ended then.
   *
   * @param log is told in one line at a time what becomes of the nodes
   * @param stop whether to stop
   * @return why it could not be started, if it could not
   * @throws ClusterException if the cluster is running already, or its folder cannot be written
   */
  public static Optional<ClusterState.Problem> run(
      ClusterPlan plan, ClusterFolder folder, Consumer<String> log, BooleanSupplier stop)
      throws IOException, InterruptedException {
    return run(plan, folder, log, stop, InstantSource.system());
  }

  /** The same where the time of day is another. */
  static Optional<ClusterState.Problem> run(
      ClusterPlan plan,
      ClusterFolder folder,
      Consumer<String> log,
      BooleanSupplier stop,
      InstantSource timeOfDay)
      throws IOException, InterruptedException {
    folder.create();
    FileLock lock = folder.tryLock();
    if (lock == null) {
      throw Clusters.alreadyRunning(folder);
    }
    try {
      Clusters.endLeftovers(folder, plan.patience(), log);
      return new Supervisor(plan, folder, log, stop, timeOfDay).run();
    } finally {
      lock.channel().close();
    }
  }

  private Optional<ClusterState.Problem> run() throws IOException, InterruptedException {
    folder.write(state());
    try {
      for (SupervisedNode node : nodes) {
        Files.deleteIfExists(folder.log(node.number()));
        start(node, clock.instant());
        write();
        if (problem != null) {
          break;
        }
      }
      while (!stop.getAsBoolean() && problem == null) {
        if (wake.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
        look(clock.instant());
        write();
      }
    } finally {
      end();
    }
    return Optional.ofNullable(problem);
  }

  private void start(SupervisedNode node, Instant now) {
    node.start(now).ifPresent(end -> onEnd(node, end, now));
  }

  private void look(Instant now) {
    for (SupervisedNode node : nodes) {
      Optional<SupervisedNode.End> end = node.look(now);
      if (end.isPresent()) {
        onEnd(node, end.get(), now);
      } else if (node.isDue(now)) {
        start(node, now);
        remind(node, now);
      }
    }
    if (phase == ClusterState.Phase.STARTING
        && nodes.stream().allMatch(node -> node.state().phase() == NodeState.Phase.UP)) {
      phase = ClusterState.Phase.RUNNING;
      log.accept(Clusters.count(plan) + " are up");
    }
  }

  private void onEnd(SupervisedNode node, SupervisedNode.End end, Instant now) {
    if (phase == ClusterState.Phase.STARTING) {
      problem = cannotStart(node, end);
      return;
    }
    log.accept(
        "node "
            + node.number()
            + " ended: "
            + end.how()
            + "; starting it again in "
            + node.delay().toMillis() / 1e3
            + " s");
    end.node()
        .ifPresent(
            name -> {
              losses.addLast(new Loss(name, end.how(), now));
              if (losses.size() > MOST_REMEMBERED) {
                losses.removeFirst();
              }
              nodes.forEach(each -> tell(each, name, end.how()));
            });
  }

  private ClusterState.Problem cannotStart(SupervisedNode node, SupervisedNode.End end) {
    StringBuilder text =
        new StringBuilder("node ")
            .append(node.number())
            .append(" could not be started: ")
            .append(end.how())
            .append("\nThe end of its log ")
            .append(folder.log(node.number()))
            .append(":");
    node.lastLines(LINES_SHOWN).forEach(line -> text.append("\n  ").append(line));
    return new ClusterState.Problem(end.exitCode() == REFUSED, text.toString());
  }

  /** A node that was alone when it ended has only itself to tell the lab. */
  private void remind(SupervisedNode node, Instant now) {
    losses.removeIf(loss -> loss.at().plus(MEMORY).isBefore(now));
    losses.forEach(loss -> tell(node, loss.node(), loss.how()));
  }

  private void tell(SupervisedNode node, String name, String how) {
    news.execute(() -> node.tell(name, how));
  }

  /** Ends every node: in good order, or at once if that takes too long. */
  private void end() throws InterruptedException {
    phase = problem == null ? ClusterState.Phase.STOPPING : ClusterState.Phase.FAILED;
    write();
    nodes.forEach(SupervisedNode::end);
    if (!awaitEnds(plan.patience())) {
      nodes.stream()
          .filter(SupervisedNode::isAlive)
          .forEach(
              node -> {
                log.accept("node " + node.number() + " does not leave; killing it");
                node.kill();
              });
      awaitEnds(BURIAL);
    }
    try {
      folder.clear();
    } catch (ClusterException failure) {
      log.accept(String.valueOf(failure.getMessage()));
    }
    if (problem != null) {
      written = null;
      write(); // whoever waits for the start wants to know
    }
  }

  private boolean awaitEnds(Duration atMost) throws InterruptedException {
    Instant limit = clock.instant().plus(atMost);
    while (nodes.stream().anyMatch(SupervisedNode::isAlive)) {
      if (clock.instant().isAfter(limit)) {
        return false;
      }
      wake.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return true;
  }

  /**
   * Writes down how things are. While that cannot be done, the nodes are looked after all the same.
   */
  private void write() {
    ClusterState state = state();
    if (state.equals(written)) {
      return;
    }
    try {
      folder.write(state);
      written = state;
      toldUnwritable = false;
    } catch (ClusterException failure) {
      if (!toldUnwritable) {
        toldUnwritable = true;
        log.accept(
            failure.getMessage()
                + "; what lab cluster status shows is old until it can be written");
      }
    }
  }

  private ClusterState state() {
    return new ClusterState(
        folder.name(),
        plan.profile(),
        since,
        phase,
        problem,
        plan.patience(),
        self,
        nodes.stream().map(SupervisedNode::state).toList());
  }
}
