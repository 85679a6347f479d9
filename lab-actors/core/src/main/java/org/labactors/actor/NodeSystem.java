package org.labactors.actor;

import akka.actor.BootstrapSetup;
import akka.actor.setup.ActorSystemSetup;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import akka.remote.RemoteTransportException;
import akka.remote.artery.tcp.SSLEngineProviderSetup;
import com.typesafe.config.Config;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.labactors.internal.fault.FirstFault;
import org.labactors.internal.fault.HeapCheck;
import org.labactors.internal.membership.Turn;
import org.labactors.internal.node.DeadNodesActor;
import org.labactors.internal.node.JoinWatchActor;
import org.labactors.internal.node.LabSingletonActor;
import org.labactors.internal.node.SeedWatchActor;
import org.labactors.internal.node.TlsEngines;
import org.labactors.internal.protocol.EnginesProtocol;
import org.labactors.node.NodeException;
import org.labactors.node.NodeSettings;
import org.labactors.node.Role;
import org.labactors.protocol.LabProtocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Actor systems of nodes. */
public final class NodeSystem {

  private static final Logger LOG = LoggerFactory.getLogger(NodeSystem.class);

  private NodeSystem() {}

  /**
   * Starts the actor system of a lab's node. The lab is an actor in it, not its guardian, which
   * hands on what it gets. It is started when no other lab of the cluster is at work; until then
   * what it is asked waits.
   *
   * @param settings of the node, of which {@link NodeSettings#forLab} are taken
   * @param lab made by {@link LabActor#create} or {@link LabActor#withoutEngines}
   * @throws NodeException if it cannot listen where it should
   */
  public static ActorSystem<LabProtocol.Command> start(
      NodeSettings settings, Behavior<LabProtocol.Command> lab) {
    return start(settings, lab, Optional.empty(), Turn.NOTHING, LOG::warn);
  }

  /**
   * As {@link #start(NodeSettings, Behavior)}, with engines if the node has the role, and for an
   * owner who wants to know when it is the lab's turn.
   *
   * @param lab made by {@link LabActor#withoutEngines}
   * @param log is told in one line at a time why the node is not in its cluster yet, and whom its
   *     lab and its engines wait for
   */
  public static ActorSystem<LabProtocol.Command> start(
      NodeSettings settings, Behavior<LabProtocol.Command> lab, Turn turn, Consumer<String> log) {
    return start(
        settings,
        lab,
        settings.roles().contains(Role.ENGINE)
            ? Optional.of(EnginesActor.create(settings.lab(), settings.grace(), log))
            : Optional.empty(),
        turn,
        log);
  }

  private static ActorSystem<LabProtocol.Command> start(
      NodeSettings settings,
      Behavior<LabProtocol.Command> lab,
      Optional<Behavior<EnginesProtocol.Command>> engines,
      Turn turn,
      Consumer<String> log) {
    NodeSettings own = settings.forLab();
    ActorSystem<LabProtocol.Command> system =
        start(LabSingletonActor.create(own, lab, engines, turn, log), own);
    ActorRef<DeadNodesActor.Command> unused =
        system.systemActorOf(DeadNodesActor.create(system), "dead-nodes", Props.empty());
    ActorRef<JoinWatchActor.Command> unusedWatch =
        system.systemActorOf(JoinWatchActor.create(log), "join-watch", Props.empty());
    return system;
  }

  /**
   * Starts the actor system of a lab that is alone.
   *
   * @throws NodeException if the heap is too small
   */
  public static ActorSystem<LabProtocol.Command> startAlone(
      Behavior<LabProtocol.Command> lab, Config config) {
    HeapCheck.requireAlone();
    return ActorSystem.create(
        lab,
        NodeSettings.SYSTEM,
        ActorSystemSetup.create(BootstrapSetup.create(config), new FirstFault()));
  }

  /**
   * Starts an actor system with one actor that all messages are for. The actor is a child of the
   * guardian, so that no two incarnations are taken for the same. When it stops, the node leaves
   * its cluster in good order.
   *
   * @param name of the actor
   * @param log is told why the node is not in its cluster yet
   */
  public static <T> ActorSystem<T> start(
      Behavior<T> behavior,
      String name,
      Class<T> messages,
      NodeSettings settings,
      Consumer<String> log) {
    return start(
        Behaviors.<T>setup(
            context -> {
              ActorRef<T> actor = context.spawn(behavior, name);
              context.watch(actor);
              context.spawn(SeedWatchActor.create(settings, log), "seed-watch");
              return Behaviors.receive(messages)
                  .onAnyMessage(
                      message -> {
                        actor.tell(message);
                        return Behaviors.same();
                      })
                  .onSignal(
                      Terminated.class,
                      end -> {
                        if (end.getRef().equals(actor)) {
                          // A guardian that stopped would end the system before it could leave.
                          context.getSystem().terminate();
                        }
                        return Behaviors.same();
                      })
                  .build();
            }),
        settings);
  }

  private static <T> ActorSystem<T> start(Behavior<T> guardian, NodeSettings settings) {
    HeapCheck.requireInCluster();
    if (settings.isOutOfReach()) {
      throw new NodeException(
          "lab.node.host = "
              + settings.host()
              + ": the nodes at "
              + settings.seedsText()
              + " cannot reach this one there\nSet lab.node.host (LAB_HOST) to the address by which"
              + " they know this machine.",
          null);
    }
    try {
      return ActorSystem.create(guardian, NodeSettings.SYSTEM, setup(settings));
    } catch (RemoteTransportException refusal) {
      if (origin(refusal) instanceof UnresolvedAddressException) {
        throw new NodeException(
            "lab.node.host = "
                + settings.host()
                + ": there is no machine of that name\nSet lab.node.host (LAB_HOST) to the name or"
                + " number of this machine.",
            refusal);
      }
      throw new NodeException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + reason(refusal)
              + "\nMaybe another node is there already. Set lab.node.host or lab.node.port."
              + (settings.roles().contains(Role.LAB)
                  ? " A lab that is to take over from the one there needs a port of its own."
                  : ""),
          refusal);
    } catch (Exception late) { // Scala throws checked ones undeclared
      if (late instanceof TimeoutException) {
        throw new NodeException(
            "the node did not start in time: "
                + late.getMessage()
                + "\nMaybe the machine is very busy; try again.",
            late);
      }
      throw late;
    }
  }

  private static ActorSystemSetup setup(NodeSettings settings) {
    ActorSystemSetup setup =
        ActorSystemSetup.create(BootstrapSetup.create(settings.systemConfig()), new FirstFault());
    return settings
        .keys()
        .map(
            keys ->
                setup.withSetup(
                    SSLEngineProviderSetup.create(system -> new TlsEngines(keys, system))))
        .orElse(setup);
  }

  private static String reason(Throwable refusal) {
    Throwable cause = origin(refusal);
    return cause.getMessage() == null
        ? cause.toString()
        : cause.getMessage().replaceFirst("^\\[[^]]*] ", "");
  }

  private static Throwable origin(Throwable refusal) {
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
