package org.labactors;

import akka.Done;
import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.labactors.actor.EnginesActor;
import org.labactors.actor.NodeSystem;
import org.labactors.internal.fault.SystemEnd;
import org.labactors.internal.fault.SystemFault;
import org.labactors.internal.node.ClusterWatchActor;
import org.labactors.internal.node.LocalNode;
import org.labactors.internal.protocol.EnginesProtocol;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.node.NodeException;
import org.labactors.node.NodeSettings;
import org.labactors.node.NodeStatus;
import org.labactors.node.Role;

/**
 * A node with engines. It works for whatever lab is in its cluster; when the lab is gone, or the
 * cluster has given the node up while it was out of reach, it starts its actor system anew and
 * looks for the cluster again, until it is told to leave.
 */
public final class EngineNode {

  private static final Duration BETWEEN_STARTS = Duration.ofSeconds(1);

  /** How long a node that cannot go on may take to say so to the others. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final NodeSettings settings;
  private final Supplier<ActorSystem<EnginesProtocol.Command>> start;
  private final Consumer<String> log;
  private final Consumer<NodeStatus> status;
  private ActorSystem<EnginesProtocol.Command> system;
  private @Nullable ActorRef<ClusterWatchActor.Command> watch;
  private boolean leaving;
  private boolean toldRefused;

  /**
   * A node.
   *
   * @param start starts the actor system, now and whenever it has ended
   */
  EngineNode(
      NodeSettings settings,
      Supplier<ActorSystem<EnginesProtocol.Command>> start,
      Consumer<String> log,
      Consumer<NodeStatus> status) {
    this.settings = settings;
    this.start = start;
    this.log = log;
    this.status = status;
    this.system = start.get();
    startWatch();
  }

  /**
   * Starts a node.
   *
   * @param log is told in one line at a time what becomes of the node
   * @throws NodeException if it cannot listen where it should, or has another role
   */
  public static EngineNode start(NodeSettings settings, Consumer<String> log) {
    return start(settings, log, status -> {});
  }

  /**
   * Starts a node.
   *
   * @param log is told in one line at a time what becomes of the node
   * @param status is told how the node is, as soon as it listens and whenever that changes
   * @throws NodeException if it cannot listen where it should, or has another role
   */
  public static EngineNode start(
      NodeSettings settings, Consumer<String> log, Consumer<NodeStatus> status) {
    return start(settings, NodeVersion.current(), log, status);
  }

  /** The same with another version. */
  static EngineNode start(NodeSettings settings, NodeVersion version, Consumer<String> log) {
    return start(settings, version, log, status -> {});
  }

  private static EngineNode start(
      NodeSettings settings,
      NodeVersion version,
      Consumer<String> log,
      Consumer<NodeStatus> status) {
    check(settings);
    if (!settings.warning().isEmpty()) {
      log.accept(settings.warning());
    }
    return new EngineNode(settings, () -> startSystem(settings, version, log), log, status);
  }

  /**
   * Refuses settings that are not those of a node with engines.
   *
   * @throws NodeException if they are not
   */
  public static void check(NodeSettings settings) {
    settings.requireCluster();
    if (settings.roles().contains(Role.LAB)) {
      throw new NodeException(
          "lab.node.roles = "
              + settings.roles()
              + ": nodes of this kind have engines only\n"
              + "A lab is started by lab run FILE.conf --profile … or lab node FILE.conf --profile"
              + " …; for engines set lab.node.roles = [engine].",
          null);
    }
  }

  /** The actor system of such a node, without what watches it. */
  static ActorSystem<EnginesProtocol.Command> startSystem(
      NodeSettings settings, NodeVersion version, Consumer<String> log) {
    ActorSystem<EnginesProtocol.Command> started =
        NodeSystem.start(
            EnginesActor.untilLastLabIsGone(settings, version, log),
            "engines",
            EnginesProtocol.Command.class,
            settings,
            log);
    int engines = settings.lab().enginesOn(Runtime.getRuntime().availableProcessors());
    log.accept(
        "engine node on "
            + LocalNode.addressOf(started)
            + ", "
            + engines
            + (engines == 1 ? " engine" : " engines")
            + "; waiting for a lab at "
            + settings.seedsText());
    return started;
  }

  /** A system may be about to end as soon as it has started; then the next will be watched. */
  private void startWatch() {
    try {
      ActorRef<ClusterWatchActor.Command> started =
          system.systemActorOf(ClusterWatchActor.create(status), "cluster-watch", Props.empty());
      var unused =
          SystemEnd.of(system)
              .whenComplete(
                  (end, failure) -> {
                    if (failure != null && SystemFault.textOf(failure) != null) {
                      started.tell(new ClusterWatchActor.Fault(SystemEnd.reason(failure)));
                    }
                  });
      watch = started;
    } catch (RuntimeException ending) {
      watch = null;
      system.terminate();
    }
  }

  /**
   * Waits for the end of the node, but not longer than this; meanwhile starts again what has to be.
   *
   * @return whether it has ended, which it only does when told to
   * @throws SystemFault if the Java machine has run out of what it needs
   */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    try {
      SystemEnd.of(system()).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException running) {
      return false;
    } catch (ExecutionException late) {
      if (late.getCause() instanceof SystemFault fault) {
        leaveWithin(FAREWELL);
        throw fault;
      }
      log.accept(SystemEnd.reason(late) + "; going on without it");
    }
    return !restart();
  }

  /** What the node still has to say, to its lab and to the cluster, it says while it ends. */
  private void leaveWithin(Duration atMost) throws InterruptedException {
    try {
      Done unused =
          system()
              .getWhenTerminated()
              .toCompletableFuture()
              .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException unableToEnd) {
      // The end of the process is its end too.
    }
  }

  /** Its actor system, another one after each restart. */
  synchronized ActorSystem<EnginesProtocol.Command> system() {
    return system;
  }

  /** It has started once, so whatever keeps it from starting now may pass. */
  private synchronized boolean restart() throws InterruptedException {
    boolean pause = wasRefused();
    String told = "";
    while (!leaving) {
      if (pause) {
        pause = false;
        wait(BETWEEN_STARTS.toMillis());
        continue;
      }
      try {
        system = start.get();
        startWatch();
        return true;
      } catch (Exception obstacle) { // Scala throws checked ones undeclared
        String text = NodeException.text(obstacle);
        if (!text.equals(told)) {
          log.accept(text + "\nTrying again.");
        }
        told = text;
        pause = true;
      }
    }
    return false;
  }

  /** Whether the cluster is set up in another way. The next one may not be. */
  private boolean wasRefused() {
    boolean refused =
        CoordinatedShutdown.get(system)
            .getShutdownReason()
            .filter(CoordinatedShutdown.incompatibleConfigurationDetectedReason()::equals)
            .isPresent();
    if (refused && !toldRefused) {
      toldRefused = true;
      log.accept(
          "the cluster at "
              + settings.seedsText()
              + " refuses this node, for it is set up in another way (section akka.cluster of the"
              + " profile); still trying");
    }
    return refused;
  }

  /**
   * Another node has died, as its machine knows: the cluster and its labs need not wait until they
   * find out.
   *
   * @param node its name
   * @param how how it died
   */
  public synchronized void neighbourDied(String node, String how) {
    if (watch != null) {
      watch.tell(new ClusterWatchActor.NeighbourDied(node, how));
    }
  }

  /** Lets the engines finish or hand back what they have, within the grace period, then stops. */
  public synchronized void leave() {
    if (!leaving) {
      leaving = true;
      log.accept("leaving");
      system.tell(new EnginesProtocol.Leave());
      notifyAll();
    }
  }
}
