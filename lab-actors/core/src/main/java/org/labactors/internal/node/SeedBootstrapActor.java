package org.labactors.internal.node;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.labactors.internal.membership.OrderedTurn;
import org.labactors.node.NodeAddress;
import org.labactors.node.NodeSettings;

/**
 * Lets a lab whose node is not the first of the seeds begin a cluster when it finds none. Akka has
 * only the first seed do that, so that there are never two; but that one may be gone for good. So
 * the lab's node does it if nobody has listened at any seed before its own for a while, and if its
 * notebook can be had: then no lab is at work anywhere that it should have waited for.
 */
final class SeedBootstrapActor {

  /** Everything it understands. */
  sealed interface Command permits Look, Seen {}

  private record Look() implements Command {}

  /**
   * What a look has shown.
   *
   * @param nobody whether nobody listens, and no other lab has the notebook
   * @param obstacle which lab has, in words; may be empty
   */
  private record Seen(boolean nobody, String obstacle) implements Command {}

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LOOKS = 5;

  /** One for the node of this actor system, which ends when the node is in a cluster. */
  static Behavior<Command> create(NodeSettings settings, OrderedTurn turn, Consumer<String> log) {
    return Behaviors.setup(
        context -> {
          String own = LocalNode.addressOf(context.getSystem());
          List<String> all = settings.seeds().stream().map(NodeAddress::toString).toList();
          int place = all.indexOf(own);
          return place < 1
              ? Behaviors.stopped()
              : Behaviors.withTimers(
                  timers ->
                      new SeedBootstrapActor(
                              context, timers, settings.seeds().subList(0, place), turn, log)
                          .watch());
        });
  }

  private final ActorContext<Command> context;
  private final List<NodeAddress> before;
  private final OrderedTurn turn;
  private final Consumer<String> log;
  private final Cluster cluster;
  private final Executor blocking;
  private final TimerScheduler<Command> timers;
  private int silent;
  private String said = "";

  private SeedBootstrapActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      List<NodeAddress> before,
      OrderedTurn turn,
      Consumer<String> log) {
    this.context = context;
    this.timers = timers;
    this.before = before;
    this.turn = turn;
    this.log = log;
    this.cluster = Cluster.get(context.getSystem());
    this.blocking = LocalNode.blocking(context.getSystem());
    lookSoon();
  }

  private void lookSoon() {
    timers.startSingleTimer(new Look(), INTERVAL);
  }

  private Behavior<Command> watch() {
    return Behaviors.receive(Command.class)
        .onMessage(Look.class, this::onLook)
        .onMessage(Seen.class, this::onSeen)
        .build();
  }

  private Behavior<Command> onLook(Look look) {
    boolean last = silent + 1 >= LOOKS;
    context.pipeToSelf(
        CompletableFuture.supplyAsync(this::isNobodyThere, blocking)
            .thenCompose(nobody -> last && nobody ? claimed() : seen(nobody)),
        (seen, failure) -> failure == null ? seen : new Seen(false, text(failure)));
    return Behaviors.same();
  }

  private static CompletionStage<Seen> seen(boolean nobody) {
    return CompletableFuture.completedFuture(new Seen(nobody, ""));
  }

  private CompletionStage<Seen> claimed() {
    return turn.claim().thenApply(done -> new Seen(true, ""));
  }

  private static String text(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private boolean isNobodyThere() {
    return before.stream().noneMatch(SeedBootstrapActor::listens);
  }

  private static boolean listens(NodeAddress seed) {
    try (Socket socket = new Socket()) {
      seed.connect(socket, PATIENCE);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  private Behavior<Command> onSeen(Seen seen) {
    if (LocalNode.isInCluster(context.getSystem())) {
      return Behaviors.stopped();
    }
    silent = seen.nobody() ? silent + 1 : 0;
    if (!seen.obstacle().isEmpty() && !seen.obstacle().equals(said)) {
      said = seen.obstacle();
      log.accept(nobodyIsThere() + ", but this lab cannot begin the cluster: " + said);
    }
    if (silent >= LOOKS) {
      log.accept(nobodyIsThere() + "; this lab begins the cluster");
      cluster.manager().tell(new Join(cluster.selfMember().address()));
      return Behaviors.stopped();
    }
    lookSoon();
    return Behaviors.same();
  }

  private String nobodyIsThere() {
    return "nobody is at "
        + String.join(" or ", before.stream().map(NodeAddress::toString).toList());
  }
}
