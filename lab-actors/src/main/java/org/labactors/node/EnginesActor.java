package org.labactors.node;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.UniqueAddress;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.labactors.actor.EngineActor;
import org.labactors.actor.LabActor;
import org.labactors.scheduling.EngineId;

/**
 * The guardian of a node with engines: for each lab that it finds it keeps so many engines, and
 * when the last lab is gone it stops, for the node to look for the next one.
 */
final class EnginesActor {

  /** Everything it understands. */
  sealed interface Command permits Labs, EngineGone, Leave, TimeUp {}

  /** Let the engines finish or hand back what they have, then stop. */
  record Leave() implements Command {}

  private record Labs(Set<ActorRef<LabActor.FromEngine>> labs) implements Command {}

  private record EngineGone(ActorRef<LabActor.FromEngine> lab, ActorRef<EngineActor.Command> engine)
      implements Command {}

  private record TimeUp(boolean last) implements Command {}

  /** How long the engines may take to say farewell when their time is up. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** The engines of a node. */
  static Behavior<Command> create(NodeSettings settings, Consumer<String> log) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new EnginesActor(context, timers, settings, log).open()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final NodeSettings settings;
  private final Consumer<String> log;
  private final UniqueAddress node;
  private final int wanted;
  private final Map<ActorRef<LabActor.FromEngine>, Set<ActorRef<EngineActor.Command>>> engines =
      new HashMap<>();
  private int spawned;
  private boolean leaving;

  private EnginesActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeSettings settings,
      Consumer<String> log) {
    this.context = context;
    this.timers = timers;
    this.settings = settings;
    this.log = log;
    this.node = Cluster.get(context.getSystem()).selfMember().uniqueAddress();
    this.wanted = settings.lab().enginesOn(Runtime.getRuntime().availableProcessors());
    ActorRef<Receptionist.Listing> listener =
        context.messageAdapter(
            Receptionist.Listing.class,
            // A lab that is out of reach for a while is still there.
            listing -> new Labs(Set.copyOf(listing.getAllServiceInstances(LabActor.SERVICE))));
    context.getSystem().receptionist().tell(Receptionist.subscribe(LabActor.SERVICE, listener));
    log.accept(
        "engine node on "
            + at(context.getSelf())
            + ", "
            + wanted
            + (wanted == 1 ? " engine" : " engines")
            + "; waiting for a lab at "
            + settings.seedsText());
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Labs.class, this::onLabs)
        .onMessage(EngineGone.class, this::onEngineGone)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(TimeUp.class, this::onTimeUp)
        .build();
  }

  private Behavior<Command> onLabs(Labs found) {
    for (var entry : Map.copyOf(engines).entrySet()) {
      if (!found.labs().contains(entry.getKey())) {
        log.accept("the lab at " + at(entry.getKey()) + " is gone");
        engines.remove(entry.getKey());
        entry.getValue().forEach(context::stop);
      }
    }
    if (leaving) {
      return stopIfLeft();
    }
    boolean hadLab = spawned > 0;
    for (ActorRef<LabActor.FromEngine> lab : found.labs()) {
      if (!engines.containsKey(lab)) {
        log.accept("working for the lab at " + at(lab));
        engines.put(lab, new HashSet<>());
        for (int i = 0; i < wanted; i++) {
          spawn(lab);
        }
      }
    }
    return hadLab && engines.isEmpty() ? Behaviors.stopped() : Behaviors.same();
  }

  private Behavior<Command> onEngineGone(EngineGone gone) {
    Set<ActorRef<EngineActor.Command>> ofLab = engines.get(gone.lab());
    if (ofLab != null && ofLab.remove(gone.engine()) && !leaving) {
      spawn(gone.lab());
    }
    return leaving ? stopIfLeft() : Behaviors.same();
  }

  private Behavior<Command> onLeave(Leave leave) {
    if (leaving) {
      return Behaviors.same();
    }
    leaving = true;
    tellAll(new EngineActor.Finish());
    timers.startSingleTimer(new TimeUp(false), settings.grace());
    return stopIfLeft();
  }

  private Behavior<Command> onTimeUp(TimeUp timeUp) {
    if (timeUp.last()) {
      return Behaviors.stopped();
    }
    tellAll(new EngineActor.Stop());
    timers.startSingleTimer(new TimeUp(true), FAREWELL);
    return Behaviors.same();
  }

  private void tellAll(EngineActor.Command message) {
    engines.values().forEach(ofLab -> ofLab.forEach(engine -> engine.tell(message)));
  }

  private Behavior<Command> stopIfLeft() {
    return engines.values().stream().allMatch(Set::isEmpty)
        ? Behaviors.stopped()
        : Behaviors.same();
  }

  /** An engine that is started again has another name, so that nobody takes it for the old one. */
  private void spawn(ActorRef<LabActor.FromEngine> lab) {
    spawned++;
    EngineId id =
        new EngineId(
            at(context.getSelf())
                + "/"
                + spawned
                + "#"
                + Integer.toHexString(Long.hashCode(node.longUid())));
    ActorRef<EngineActor.Command> engine =
        context.spawn(EngineActor.create(id, settings.lab(), lab), "engine-" + spawned);
    context.watchWith(engine, new EngineGone(lab, engine));
    engines.computeIfAbsent(lab, key -> new HashSet<>()).add(engine);
  }

  /** The address of an actor's node. */
  private String at(ActorRef<?> actor) {
    Address address = actor.path().address();
    return NodeSystem.text(address.hasGlobalScope() ? address : node.address());
  }
}
