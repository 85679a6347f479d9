package org.labactors.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.remote.RemoteTransportException;
import org.labactors.actor.LabActor;

/** Actor systems of nodes. */
public final class NodeSystem {

  private NodeSystem() {}

  /**
   * Starts the actor system of a lab's node.
   *
   * @throws NodeException if it cannot listen where it should
   */
  public static ActorSystem<LabActor.Command> start(
      NodeSettings settings, Behavior<LabActor.Command> lab) {
    return start(guardian(lab), settings);
  }

  /** Where a node listens. */
  public static String addressOf(ActorSystem<?> system) {
    return text(Cluster.get(system).selfMember().address());
  }

  /** Host and port of an address. */
  static String text(Address address) {
    return address.getHost().orElse("?") + ":" + address.getPort().orElse(0);
  }

  /** The lab is a child of its guardian, so that no two incarnations are taken for the same. */
  private static Behavior<LabActor.Command> guardian(Behavior<LabActor.Command> behavior) {
    return Behaviors.setup(
        context -> {
          ActorRef<LabActor.Command> lab = context.spawn(behavior, "lab");
          context.watch(lab);
          return Behaviors.receive(LabActor.Command.class)
              .onAnyMessage(
                  message -> {
                    lab.tell(message);
                    return Behaviors.same();
                  })
              .onSignal(Terminated.class, end -> Behaviors.stopped())
              .build();
        });
  }

  static <T> ActorSystem<T> start(Behavior<T> guardian, NodeSettings settings) {
    try {
      return ActorSystem.create(guardian, NodeSettings.SYSTEM, settings.systemConfig());
    } catch (RemoteTransportException refusal) {
      throw new NodeException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + ": "
              + reason(refusal)
              + "\nMaybe another node is there already. Set lab.node.host or lab.node.port.",
          refusal);
    }
  }

  private static String reason(Throwable refusal) {
    Throwable cause = refusal;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null
        ? cause.toString()
        : cause.getMessage().replaceFirst("^\\[[^]]*] ", "");
  }
}
