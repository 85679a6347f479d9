package org.labactors.internal.node;

import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import akka.remote.RemoteActorRefProvider;
import akka.remote.artery.ArteryTransport;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Says which nodes ended while they joined. The cluster knows nothing of a node before it has taken
 * it in; but the node has introduced itself when it asked for the cluster, and its machine refuses
 * connections when its JVM has ended.
 */
public final class JoinWatchActor {

  /** Everything it understands. */
  public sealed interface Command permits Tick, Tried, Membership {}

  private record Tick() implements Command {}

  private record Tried(UniqueAddress node, boolean refused) implements Command {}

  private record Membership(ClusterEvent.MemberEvent event) implements Command {}

  /** Most nodes are taken in within this time. */
  private static final Duration INTERVAL = Duration.ofSeconds(2);

  private static final int REFUSALS = 2;

  /** One for a node that others join. */
  public static Behavior<Command> create(Consumer<String> log) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tick(), INTERVAL);
                  return new JoinWatchActor(context, log).open();
                }));
  }

  private final ActorContext<Command> context;
  private final Consumer<String> log;
  private final Executor blocking;

  /** Those that wait to be taken in, and how often in a row their machines have refused. */
  private final Map<UniqueAddress, Integer> joining = new HashMap<>();

  private final Set<UniqueAddress> trying = new HashSet<>();

  /** Those that have been members, or of which it has been said that they ended. */
  private final Set<UniqueAddress> settled = new HashSet<>();

  private JoinWatchActor(ActorContext<Command> context, Consumer<String> log) {
    this.context = context;
    this.log = log;
    this.blocking = LocalNode.blocking(context.getSystem());
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterEvent.MemberEvent.class, Membership::new),
                ClusterEvent.MemberEvent.class));
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Tried.class, this::onTried)
        .onMessage(Membership.class, this::onMembership)
        .build();
  }

  private Behavior<Command> onTick(Tick tick) {
    Set<UniqueAddress> introduced = introducedTo(context.getSystem());
    settled.retainAll(introduced);
    joining.keySet().removeIf(node -> !introduced.contains(node) || settled.contains(node));
    for (UniqueAddress node : introduced) {
      if (!settled.contains(node)
          && joining.putIfAbsent(node, 0) != null // it has had time
          && trying.add(node)) {
        context.pipeToSelf(
            CompletableFuture.supplyAsync(() -> DeadNodesActor.refuses(node.address()), blocking),
            (refused, failure) -> new Tried(node, failure == null && refused));
      }
    }
    return Behaviors.same();
  }

  private Behavior<Command> onTried(Tried tried) {
    UniqueAddress node = tried.node();
    trying.remove(node);
    int refusals = tried.refused() ? joining.getOrDefault(node, 0) + 1 : 0;
    if (joining.replace(node, refusals) != null && refusals == REFUSALS) {
      settled.add(node);
      log.accept(
          "the node at "
              + NodeNames.text(node.address())
              + " ended before the cluster had taken it in; it prints why, and so does lab cluster"
              + " start");
    }
    return Behaviors.same();
  }

  /** By event, since a node may join and leave between two ticks. */
  private Behavior<Command> onMembership(Membership membership) {
    settled.add(membership.event().member().uniqueAddress());
    return Behaviors.same();
  }

  /** The nodes that have told their identity, at some time. */
  static Set<UniqueAddress> introducedTo(ActorSystem<?> system) {
    Set<UniqueAddress> nodes = new HashSet<>();
    ExtendedActorSystem classic = (ExtendedActorSystem) system.classicSystem();
    if (classic.provider() instanceof RemoteActorRefProvider remote
        && remote.transport() instanceof ArteryTransport transport) {
      for (Address address : CollectionConverters.asJava(transport.remoteAddresses())) {
        identity(transport, address)
            .map(node -> new UniqueAddress(node.address(), node.uid()))
            .ifPresent(nodes::add);
      }
    }
    return nodes;
  }

  private static Optional<akka.remote.UniqueAddress> identity(
      ArteryTransport transport, Address address) {
    return OptionConverters.toJava(
        transport.association(address).associationState().uniqueRemoteAddress());
  }
}
