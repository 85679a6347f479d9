package org.labactors.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Looks who is out of reach, and gives up whom {@link Reach} says. */
final class ReachActor {

  /** Everything it understands. */
  sealed interface Command permits Tick, Refused {}

  private record Tick() implements Command {}

  /** Another node does not listen to this one any more. */
  private record Refused(ThisActorSystemQuarantinedEvent by) implements Command {}

  private static final Duration TICK = Duration.ofMillis(500);

  /** On one node. */
  static Behavior<Command> create(Duration patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tick(), TICK);
                  return new ReachActor(context, patience).open();
                }));
  }

  private final ActorContext<Command> context;
  private final Duration patience;
  private final InstantSource clock = InstantSource.system();

  /** Not before the node is a member: until then there is nothing to decide. */
  private @Nullable Reach<UniqueAddress> reach;

  private ReachActor(ActorContext<Command> context, Duration patience) {
    this.context = context;
    this.patience = patience;
    context
        .getSystem()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                ThisActorSystemQuarantinedEvent.class,
                context.messageAdapter(ThisActorSystemQuarantinedEvent.class, Refused::new)));
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Refused.class, this::onRefused)
        .build();
  }

  private Behavior<Command> onTick(Tick tick) {
    Cluster cluster = Cluster.get(context.getSystem());
    CurrentClusterState state = cluster.state();
    Member self = cluster.selfMember();
    if (isMember(self, state)) {
      if (reach == null) {
        reach = new Reach<>(self.uniqueAddress(), patience);
      }
      Set<UniqueAddress> silent =
          state.getUnreachable().stream()
              .filter(member -> !LabMembers.isOnItsWayOut(member))
              .map(Member::uniqueAddress)
              .collect(Collectors.toUnmodifiableSet());
      reach.givenUp(lab(state), silent, clock.instant()).forEach(this::giveUp);
    }
    return Behaviors.same();
  }

  /** A node that the lab does not listen to has been given up and may not know it. */
  private Behavior<Command> onRefused(Refused refused) {
    Cluster cluster = Cluster.get(context.getSystem());
    lab(cluster.state())
        .filter(lab -> !lab.equals(cluster.selfMember().uniqueAddress()))
        .filter(lab -> lab.longUid() == refused.by().remoteAddress().uid())
        .ifPresent(lab -> giveUp(cluster.selfMember().uniqueAddress()));
    return Behaviors.same();
  }

  private void giveUp(UniqueAddress node) {
    context.getLog().info("{} is given up", node);
    Cluster.get(context.getSystem()).manager().tell(new Down(node.address()));
  }

  /** The node of the lab that is at work; if that is given up, of the one that is next. */
  private static Optional<UniqueAddress> lab(CurrentClusterState state) {
    return LabMembers.byAge(state).stream()
        .filter(member -> !LabMembers.isOnItsWayOut(member))
        .map(Member::uniqueAddress)
        .findFirst();
  }

  private static boolean isMember(Member node, CurrentClusterState state) {
    return StreamSupport.stream(state.getMembers().spliterator(), false)
        .anyMatch(member -> member.equals(node) && !LabMembers.isOnItsWayOut(member));
  }
}
