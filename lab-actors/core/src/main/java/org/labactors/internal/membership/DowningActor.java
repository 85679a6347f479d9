package org.labactors.internal.membership;

import akka.actor.ActorIdentity;
import akka.actor.Address;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.time.SteadyClock;

/** Looks who is out of reach, and gives up whom {@link DowningStrategy} says. */
final class DowningActor {

  /** Everything it understands. */
  sealed interface Command permits Tick, Beat, Answered, Refused {}

  private record Tick() implements Command {}

  private record Beat() implements Command {}

  private record Answered(ActorIdentity answer) implements Command {}

  /** Another node does not listen to this one any more. */
  private record Refused(ThisActorSystemQuarantinedEvent by) implements Command {}

  private static final Duration TICK = Duration.ofMillis(500);

  /** As the failure detector expects it. */
  private static final String BEAT = "akka.cluster.failure-detector.heartbeat-interval";

  /** On one node. */
  static Behavior<Command> create(Duration patience) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tick(), TICK);
                  timers.startTimerWithFixedDelay(
                      new Beat(), context.getSystem().settings().config().getDuration(BEAT));
                  return new DowningActor(context, patience).open();
                }));
  }

  private final ActorContext<Command> context;
  private final Duration patience;
  private final Cluster cluster;
  private final UniqueAddress self;
  private final InstantSource clock = new SteadyClock();
  private final LabLinks links;
  private final LabHeartbeat heartbeat;

  /** Not before the node is a member: until then there is nothing to decide. */
  private @Nullable DowningStrategy<UniqueAddress> reach;

  private DowningActor(ActorContext<Command> context, Duration patience) {
    this.context = context;
    this.patience = patience;
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember().uniqueAddress();
    this.links = LabLinks.of(context.getSystem().classicSystem().eventStream());
    this.heartbeat =
        new LabHeartbeat(
            akka.cluster.Cluster.get(context.getSystem()),
            Adapter.toClassic(context.messageAdapter(ActorIdentity.class, Answered::new)));
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
        .onMessage(Beat.class, this::onBeat)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(Refused.class, this::onRefused)
        .build();
  }

  private Behavior<Command> onTick(Tick tick) {
    Set<UniqueAddress> nodes = staying();
    if (nodes.contains(self)) {
      if (reach == null) {
        reach = new DowningStrategy<>(self, patience);
      }
      DowningStrategy<UniqueAddress> judge = reach;
      Optional<UniqueAddress> lab = lab();
      // Of nodes on their way out the others have to find out when they are gone.
      links.ignore(
          nodes.stream()
              .filter(node -> !judge.counts(lab, node))
              .map(node -> node.address().toString())
              .collect(Collectors.toSet()));
      judge.givenUp(lab, unreached(nodes), clock.instant()).forEach(this::giveUp);
    }
    return Behaviors.same();
  }

  private Map<UniqueAddress, Set<UniqueAddress>> unreached(Set<UniqueAddress> nodes) {
    Map<UniqueAddress, Set<UniqueAddress>> unreached = Unreached.knownTo(context.getSystem());
    unreached.keySet().retainAll(nodes);
    unreached.values().forEach(others -> others.retainAll(nodes));
    return unreached;
  }

  private Behavior<Command> onBeat(Beat beat) {
    DowningStrategy<UniqueAddress> judge = reach;
    if (judge != null) {
      Optional<UniqueAddress> lab = lab();
      Set<UniqueAddress> nodes = staying();
      Set<Address> counting =
          nodes.stream()
              .filter(node -> !node.equals(self) && judge.counts(lab, node))
              .map(UniqueAddress::address)
              .collect(Collectors.toSet());
      heartbeat.beat(counting, nodes.size());
    }
    return Behaviors.same();
  }

  private Behavior<Command> onAnswered(Answered answered) {
    heartbeat.answered(answered.answer());
    return Behaviors.same();
  }

  /** A node that the lab does not listen to has been given up and may not know it. */
  private Behavior<Command> onRefused(Refused refused) {
    lab()
        .filter(lab -> !lab.equals(self))
        .filter(lab -> lab.longUid() == refused.by().remoteAddress().uid())
        .ifPresent(lab -> giveUp(self));
    return Behaviors.same();
  }

  private void giveUp(UniqueAddress node) {
    context.getLog().info("{} is given up", node);
    cluster.manager().tell(new Down(node.address()));
  }

  /** The nodes that are not leaving the cluster and have not been given up. */
  private Set<UniqueAddress> staying() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .filter(member -> !LabMembers.isOnItsWayOut(member))
        .map(Member::uniqueAddress)
        .collect(Collectors.toSet());
  }

  /** The node of the lab that is at work; if that is given up, of the one that is next. */
  private Optional<UniqueAddress> lab() {
    return LabMembers.byAge(cluster.state()).stream()
        .filter(member -> !LabMembers.isOnItsWayOut(member))
        .map(Member::uniqueAddress)
        .findFirst();
  }
}
