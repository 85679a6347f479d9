package org.labactors.internal.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.labactors.node.NodeAddress;
import org.labactors.node.NodeSettings;
import org.labactors.node.Role;

/**
 * Says why a node is not in its cluster yet, for as long as that is so: once, and again whenever
 * there is another reason.
 */
public final class SeedWatchActor {

  /** Everything it understands. */
  sealed interface Command permits Look, Seen {}

  private record Look() implements Command {}

  private record Seen(String what) implements Command {}

  /** By then a node that can be taken in has been. */
  private static final Duration FIRST = Duration.ofSeconds(6);

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** One for the node of this actor system, which ends when the node has been taken in. */
  public static Behavior<Command> create(NodeSettings settings, Consumer<String> log) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new SeedWatchActor(context, timers, settings, log).watch()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final Consumer<String> log;
  private final List<NodeAddress> seeds;
  private final String hint;
  private final SeedProbe probe;
  private final Executor blocking;
  private String said = "";

  private SeedWatchActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeSettings settings,
      Consumer<String> log) {
    this.context = context;
    this.timers = timers;
    this.log = log;
    String own = LocalNode.addressOf(context.getSystem());
    this.seeds = settings.seeds().stream().filter(seed -> !seed.toString().equals(own)).toList();
    this.hint =
        settings.roles().contains(Role.LAB) && seeds.size() == settings.seeds().size()
            ? "\nThe lab's own node is at "
                + own
                + ", which is none of the seeds; set lab.node.host or lab.node.seeds (LAB_HOST,"
                + " LAB_SEEDS) so that it is one."
            : "";
    this.probe = new SeedProbe(settings.keys(), PATIENCE);
    this.blocking = LocalNode.blocking(context.getSystem());
    timers.startSingleTimer(new Look(), FIRST);
  }

  private Behavior<Command> watch() {
    return Behaviors.receive(Command.class)
        .onMessage(Look.class, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .build();
  }

  private Behavior<Command> onLook(Look look) {
    if (LocalNode.isInCluster(context.getSystem())) {
      return Behaviors.stopped();
    }
    context.pipeToSelf(
        CompletableFuture.supplyAsync(this::lookAtSeeds, blocking),
        (what, failure) -> new Seen(failure == null ? what : failure.toString()));
    return Behaviors.same();
  }

  private String lookAtSeeds() {
    StringBuilder seen = new StringBuilder();
    for (NodeAddress seed : seeds) {
      seen.append("\n  ").append(seed).append(": ").append(probe.look(seed));
    }
    return seen.toString();
  }

  private Behavior<Command> onSeen(Seen seen) {
    if (LocalNode.isInCluster(context.getSystem())) {
      return Behaviors.stopped();
    }
    if (!seen.what().equals(said)) {
      said = seen.what();
      log.accept("not in the cluster yet; still trying" + said + hint);
    }
    timers.startSingleTimer(new Look(), INTERVAL);
    return Behaviors.same();
  }
}
