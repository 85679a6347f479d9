package org.labactors.internal.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.labactors.internal.membership.Unreached;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.node.NodeAddress;

/**
 * Tells a dead node from a silent one, so that the lab need not wait until the silence has lasted.
 * It tries to connect to each node that its own failure detector calls unreachable. The machine of
 * a JVM that has ended refuses; for one that is frozen the kernel still answers, and through a
 * broken network nobody does. Only a node that is refused several times in a row is given up.
 */
public final class DeadNodesActor {

  /** Everything it understands. */
  public sealed interface Command permits Tick, Tried {}

  private record Tick() implements Command {}

  private record Tried(Member node, boolean refused) implements Command {}

  private static final Duration INTERVAL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int REFUSALS = 2;

  /** Looks after the nodes of a lab. */
  public static Behavior<Command> create(ActorRef<? super FromEngine.NodeDied> lab) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Tick(), INTERVAL);
                  return new DeadNodesActor(context, lab).open();
                }));
  }

  private final ActorContext<Command> context;
  private final ActorRef<? super FromEngine.NodeDied> lab;
  private final Cluster cluster;
  private final Executor blocking;
  private final Map<UniqueAddress, Integer> refusals = new HashMap<>();
  private final Set<UniqueAddress> trying = new HashSet<>();

  private DeadNodesActor(ActorContext<Command> context, ActorRef<? super FromEngine.NodeDied> lab) {
    this.context = context;
    this.lab = lab;
    this.cluster = Cluster.get(context.getSystem());
    this.blocking = LocalNode.blocking(context.getSystem());
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Tick.class, this::onTick)
        .onMessage(Tried.class, this::onTried)
        .build();
  }

  private Behavior<Command> onTick(Tick tick) {
    Set<UniqueAddress> own = Unreached.by(context.getSystem());
    List<Member> unreachable =
        cluster.state().getUnreachable().stream()
            .filter(node -> own.contains(node.uniqueAddress()))
            .toList();
    refusals
        .keySet()
        .removeIf(node -> unreachable.stream().noneMatch(m -> m.uniqueAddress().equals(node)));
    for (Member node : unreachable) {
      if (trying.add(node.uniqueAddress())) {
        context.pipeToSelf(
            CompletableFuture.supplyAsync(() -> refuses(node.address()), blocking),
            (refused, failure) -> new Tried(node, failure == null && refused));
      }
    }
    return Behaviors.same();
  }

  /** Whether the machine of a node says that nobody listens at its address. */
  static boolean refuses(Address node) {
    try (Socket socket = new Socket()) {
      new NodeAddress(node.getHost().orElseThrow(), node.getPort().orElseThrow())
          .connect(socket, PATIENCE);
      return false;
    } catch (ConnectException failure) {
      return String.valueOf(failure.getMessage()).contains("refused");
    } catch (IOException noAnswer) {
      return false;
    }
  }

  private Behavior<Command> onTried(Tried tried) {
    UniqueAddress node = tried.node().uniqueAddress();
    trying.remove(node);
    if (!tried.refused()) {
      refusals.remove(node);
    } else if (refusals.merge(node, 1, Integer::sum) == REFUSALS) {
      lab.tell(new FromEngine.NodeDied(NodeNames.nameOf(node), "its JVM is gone", false));
      cluster.manager().tell(new Down(node.address()));
    }
    return Behaviors.same();
  }
}
