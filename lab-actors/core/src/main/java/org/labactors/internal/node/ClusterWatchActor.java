package org.labactors.internal.node;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Subscribe;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.node.NodeStatus;
import org.labactors.node.Role;

/**
 * What a node with engines knows of the others. It tells labs and cluster of nodes that have died,
 * so that they need not wait until they find out; says which labs there are; and gives up a cluster
 * that has lost its lab, for the node to look for the next one.
 */
public final class ClusterWatchActor {

  /** Everything it understands. */
  public sealed interface Command
      permits NeighbourDied, Fault, Labs, Membership, Orphaned, ReportAgain {}

  /** Another node has died, as its machine knows. */
  public record NeighbourDied(String node, String how) implements Command {}

  /** This node cannot go on, for a reason in words. */
  public record Fault(String why) implements Command {}

  private record Labs(Set<ActorRef<FromEngine>> labs) implements Command {}

  private record Membership(ClusterEvent.MemberEvent event) implements Command {}

  private record Orphaned() implements Command {}

  private record ReportAgain() implements Command {}

  /** So long the engines have to notice by themselves that the lab is gone. */
  private static final Duration ORPHANED_AFTER = Duration.ofSeconds(2);

  /** After so long a report that failed is made again. */
  private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

  /** A watch over the cluster of its actor system, which it ends when there is no lab any more. */
  public static Behavior<Command> create(Consumer<NodeStatus> status) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new ClusterWatchActor(context, timers, status).open()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Consumer<NodeStatus> status;
  private final Cluster cluster;
  private final UniqueAddress self;
  private final Map<UniqueAddress, Member> members = new HashMap<>();

  private final Deaths dead = new Deaths();
  private boolean toldUnreported;

  private Set<ActorRef<FromEngine>> labs = Set.of();

  private ClusterWatchActor(
      ActorContext<Command> context, TimerScheduler<Command> timers, Consumer<NodeStatus> status) {
    this.context = context;
    this.timers = timers;
    this.status = status;
    this.cluster = Cluster.get(context.getSystem());
    this.self = cluster.selfMember().uniqueAddress();
    ActorRef<Receptionist.Listing> listings =
        context.messageAdapter(
            Receptionist.Listing.class,
            listing -> new Labs(Set.copyOf(listing.getAllServiceInstances(FromEngine.SERVICE))));
    context.getSystem().receptionist().tell(Receptionist.subscribe(FromEngine.SERVICE, listings));
    cluster
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterEvent.MemberEvent.class, Membership::new),
                ClusterEvent.MemberEvent.class));
    report();
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(NeighbourDied.class, this::onNeighbourDied)
        .onMessage(Fault.class, this::onFault)
        .onMessage(Labs.class, this::onLabs)
        .onMessage(Membership.class, this::onMembership)
        .onMessage(Orphaned.class, this::onOrphaned)
        .onMessage(ReportAgain.class, this::onReportAgain)
        .build();
  }

  private Behavior<Command> onNeighbourDied(NeighbourDied died) {
    dead.add(died.node(), died.how());
    FromEngine.NodeDied news = new FromEngine.NodeDied(died.node(), died.how(), true);
    labs.forEach(lab -> lab.tell(news));
    members.values().forEach(this::downIfDead);
    return Behaviors.same();
  }

  private Behavior<Command> onFault(Fault fault) {
    FromEngine.NodeDied last = new FromEngine.NodeDied(NodeNames.nameOf(self), fault.why(), true);
    labs.forEach(lab -> lab.tell(last));
    return Behaviors.same();
  }

  private Behavior<Command> onLabs(Labs found) {
    for (ActorRef<FromEngine> lab : found.labs()) {
      if (!labs.contains(lab)) {
        dead.forEach((node, how) -> lab.tell(new FromEngine.NodeDied(node, how, true)));
      }
    }
    labs = found.labs();
    report();
    return Behaviors.same();
  }

  private Behavior<Command> onMembership(Membership membership) {
    Member member = membership.event().member();
    boolean hadLab = hasLab();
    if (membership.event() instanceof ClusterEvent.MemberRemoved) {
      members.remove(member.uniqueAddress());
    } else {
      members.put(member.uniqueAddress(), member);
      downIfDead(member);
    }
    if (hasLab()) {
      timers.cancel(Orphaned.class);
    } else if (hadLab) {
      timers.startSingleTimer(Orphaned.class, new Orphaned(), ORPHANED_AFTER);
    }
    return Behaviors.same();
  }

  private boolean hasLab() {
    return members.values().stream().anyMatch(member -> member.hasRole(Role.LAB.toString()));
  }

  /** A node may not take part in decisions before the dead are out of the way. */
  private void downIfDead(Member member) {
    if (dead.contains(NodeNames.nameOf(member.uniqueAddress()))) {
      cluster.manager().tell(new Down(member.address()));
    }
  }

  private Behavior<Command> onOrphaned(Orphaned orphaned) {
    context.getSystem().terminate();
    return Behaviors.same();
  }

  private Behavior<Command> onReportAgain(ReportAgain again) {
    report();
    return Behaviors.same();
  }

  /** Whoever is told may fail, say for a full disk; that must not end this watch. */
  private void report() {
    try {
      status.accept(
          new NodeStatus(
              NodeNames.nameOf(self),
              NodeNames.text(self.address()),
              labs.stream().map(lab -> NodeNames.text(lab.path().address())).sorted().toList()));
    } catch (RuntimeException failure) {
      if (!toldUnreported) {
        toldUnreported = true;
        context.getLog().warn("{}; trying again", failure.getMessage());
      }
      timers.startSingleTimer(new ReportAgain(), BETWEEN_REPORTS);
    }
  }
}
