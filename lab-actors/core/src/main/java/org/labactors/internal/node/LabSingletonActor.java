package org.labactors.internal.node;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.StashBuffer;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.membership.LabMembers;
import org.labactors.internal.membership.OldestLab;
import org.labactors.internal.membership.OrderedTurn;
import org.labactors.internal.membership.Turn;
import org.labactors.internal.protocol.EnginesProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.node.NodeSettings;
import org.labactors.protocol.LabProtocol;

/**
 * The guardian of a lab's node. It starts the lab when {@link OldestLab} says that it is its turn;
 * until then no engine can find it, nothing is recorded, and what it is asked waits. The engines of
 * the node, if it has any, work for whatever lab is at work.
 */
public final class LabSingletonActor {

  /** What it tells itself; beside that it takes everything a lab understands. */
  private sealed interface Event permits Look, Ready, BeginAgain {}

  private record Look() implements Event {}

  /** What keeps the lab from beginning, if anything does. */
  private record Ready(Optional<String> obstacle) implements Event {}

  private record BeginAgain() implements Event {}

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
  private static final int MOST_WAITING = 10_000;

  /**
   * A guardian of one lab.
   *
   * @param lab made by {@code LabActor.create} or {@code LabActor.withoutEngines}
   * @param engines of the node
   * @param log is told whom the lab waits for
   */
  public static Behavior<LabProtocol.Command> create(
      NodeSettings settings,
      Behavior<LabProtocol.Command> lab,
      Optional<Behavior<EnginesProtocol.Command>> engines,
      Turn turn,
      Consumer<String> log) {
    return Behaviors.<Object>setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        Behaviors.withStash(
                            MOST_WAITING,
                            waiting -> {
                              context.spawn(SeedWatchActor.create(settings, log), "seed-watch");
                              OrderedTurn ordered =
                                  new OrderedTurn(turn, LocalNode.blocking(context.getSystem()));
                              context.spawn(
                                  SeedBootstrapActor.create(settings, ordered, log),
                                  "seed-bootstrap");
                              timers.startTimerWithFixedDelay(new Look(), INTERVAL);
                              return new LabSingletonActor(
                                      context, timers, waiting, lab, engines, ordered, log)
                                  .standingBy();
                            })))
        .narrow();
  }

  private final ActorContext<Object> context;
  private final TimerScheduler<Object> timers;
  private final StashBuffer<Object> waiting;
  private final Behavior<LabProtocol.Command> lab;
  private final @Nullable ActorRef<EnginesProtocol.Command> engines;
  private final OrderedTurn turn;
  private final Consumer<String> log;
  private final Cluster cluster;
  private final OldestLab<UniqueAddress> oldest;
  private final List<ActorRef<Done>> stopping = new ArrayList<>();

  private Optional<UniqueAddress> toldOf = Optional.empty();
  private String obstacle = "";

  private LabSingletonActor(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      StashBuffer<Object> waiting,
      Behavior<LabProtocol.Command> lab,
      Optional<Behavior<EnginesProtocol.Command>> engines,
      OrderedTurn turn,
      Consumer<String> log) {
    this.context = context;
    this.timers = timers;
    this.waiting = waiting;
    this.lab = lab;
    this.engines = engines.map(behavior -> context.spawn(behavior, "engines")).orElse(null);
    if (this.engines != null) {
      context.watch(this.engines);
    }
    this.turn = turn;
    this.log = log;
    this.cluster = Cluster.get(context.getSystem());
    this.oldest = new OldestLab<>(cluster.selfMember().uniqueAddress());
  }

  private Behavior<Object> standingBy() {
    return Behaviors.receive(Object.class)
        .onMessage(Look.class, this::onLook)
        .onMessage(Ready.class, this::onReady)
        .onMessage(BeginAgain.class, this::onBeginAgain)
        .onMessage(LabProtocol.CountEngines.class, this::onCountEngines)
        .onMessage(FromEngine.NodeDied.class, this::onNodeDied)
        .onMessage(LabProtocol.Stop.class, this::onStop)
        .onMessage(LabProtocol.Command.class, this::onEarly)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Object> onLook(Look look) {
    List<UniqueAddress> labs =
        LabMembers.byAge(cluster.state()).stream()
            .filter(LabMembers::isTakenIn)
            .map(Member::uniqueAddress)
            .toList();
    return switch (oldest.look(labs)) {
      case WAIT -> waitForIt();
      case BEGIN -> getReady();
    };
  }

  private Behavior<Object> waitForIt() {
    if (!oldest.atWork().equals(toldOf)) {
      toldOf = oldest.atWork();
      toldOf.ifPresent(
          lab -> log.accept("the lab at " + text(lab) + " is at work; waiting to take over"));
      turn.standBy();
    }
    return Behaviors.same();
  }

  private static String text(UniqueAddress node) {
    return NodeNames.text(node.address());
  }

  private Behavior<Object> getReady() {
    timers.cancelAll();
    context.pipeToSelf(
        turn.begin(),
        (done, failure) -> new Ready(Optional.ofNullable(failure).map(LabSingletonActor::text)));
    return Behaviors.same();
  }

  private static String text(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private Behavior<Object> onReady(Ready ready) {
    if (!stopping.isEmpty()) {
      return Behaviors.same();
    }
    if (ready.obstacle().isEmpty()) {
      oldest
          .atWork()
          .ifPresent(
              gone -> log.accept("the lab at " + text(gone) + " is gone; this one is at work now"));
      return begin();
    }
    if (!ready.obstacle().get().equals(obstacle)) {
      obstacle = ready.obstacle().get();
      log.accept("it is the turn of this lab, but it must wait: " + obstacle);
    }
    timers.startSingleTimer(new BeginAgain(), BETWEEN_ATTEMPTS);
    return Behaviors.same();
  }

  private Behavior<Object> onBeginAgain(BeginAgain again) {
    return getReady();
  }

  private Behavior<Object> onCountEngines(LabProtocol.CountEngines count) {
    count.replyTo().tell(0);
    return Behaviors.same();
  }

  /** Its engines were none of this lab's. */
  private Behavior<Object> onNodeDied(FromEngine.NodeDied died) {
    return Behaviors.same();
  }

  /** There are no runs to end, but the engines of the node may be working for another lab. */
  private Behavior<Object> onStop(LabProtocol.Stop stop) {
    stopping.add(stop.replyTo());
    timers.cancelAll();
    if (engines == null) {
      return stopped();
    }
    engines.tell(new EnginesProtocol.Leave());
    return Behaviors.same();
  }

  private Behavior<Object> stopped() {
    stopping.forEach(each -> each.tell(Done.getInstance()));
    return terminate();
  }

  private Behavior<Object> onEarly(LabProtocol.Command command) {
    waiting.stash(command);
    return Behaviors.same();
  }

  private Behavior<Object> onTerminated(Terminated end) {
    return stopping.isEmpty() ? terminate() : stopped();
  }

  /** A guardian that stopped would end the system before it could leave. */
  private Behavior<Object> terminate() {
    context.getSystem().terminate();
    return Behaviors.same();
  }

  private Behavior<Object> begin() {
    ActorRef<LabProtocol.Command> begun = context.spawn(lab, "lab");
    context.watch(begun);
    return waiting.unstashAll(atWork(begun));
  }

  private Behavior<Object> atWork(ActorRef<LabProtocol.Command> begun) {
    return Behaviors.receive(Object.class)
        .onMessage(
            LabProtocol.Command.class,
            command -> {
              begun.tell(command);
              return Behaviors.same();
            })
        .onSignal(Terminated.class, end -> terminate())
        .build();
  }
}
