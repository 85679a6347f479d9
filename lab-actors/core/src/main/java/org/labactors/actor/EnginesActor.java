package org.labactors.actor;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.labactors.internal.engine.EngineActor;
import org.labactors.internal.membership.LabMembers;
import org.labactors.internal.node.NodeNames;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.EnginesProtocol.Command;
import org.labactors.internal.protocol.EnginesProtocol.Leave;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.internal.protocol.StudiesProtocol;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.shipping.StudiesActor;
import org.labactors.node.NodeSettings;
import org.labactors.settings.LabSettings;

/**
 * The engines of a node: for each lab of the same version that it finds in its cluster it keeps so
 * many. It may be an actor among others of any program whose actor system is in a cluster.
 */
public final class EnginesActor {

  private record Labs(Set<ActorRef<FromEngine>> labs) implements Command {}

  private record Answered(ActorRef<FromEngine> lab, Optional<NodeVersion> version)
      implements Command {}

  private record EngineGone(ActorRef<FromEngine> lab, ActorRef<EngineProtocol.Command> engine)
      implements Command {}

  private record TimeUp(boolean last) implements Command {}

  /** How long the engines may take to say farewell when their time is up. */
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /** How long a lab may take to say what version it is; then it is asked again. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * Engines for every lab in the cluster of an actor system.
   *
   * @param settings how many engines, and how they work
   * @param grace how long they may take to finish what they run when told to {@link Leave}
   * @param log is told in one line at a time which labs come and go
   */
  public static Behavior<Command> create(
      LabSettings settings, Duration grace, Consumer<String> log) {
    return create(settings, grace, NodeVersion.current(), false, log);
  }

  /** The same for a node of its own version, which looks for another cluster then. */
  public static Behavior<Command> untilLastLabIsGone(
      NodeSettings settings, NodeVersion version, Consumer<String> log) {
    return create(settings.lab(), settings.grace(), version, true, log);
  }

  private static Behavior<Command> create(
      LabSettings settings,
      Duration grace,
      NodeVersion version,
      boolean stopsWithLastLab,
      Consumer<String> log) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new EnginesActor(
                            context, timers, settings, grace, version, stopsWithLastLab, log)
                        .open()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final LabSettings settings;
  private final Duration grace;
  private final NodeVersion version;
  private final boolean stopsWithLastLab;
  private final Consumer<String> log;
  private final UniqueAddress node;
  private final ActorRef<StudiesProtocol.Command> studies;
  private final int wanted;
  private final Map<ActorRef<FromEngine>, Set<ActorRef<EngineProtocol.Command>>> engines =
      new HashMap<>();
  private boolean hadLab;
  private int spawned;
  private boolean leaving;

  private EnginesActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      LabSettings settings,
      Duration grace,
      NodeVersion version,
      boolean stopsWithLastLab,
      Consumer<String> log) {
    this.context = context;
    this.timers = timers;
    this.settings = settings;
    this.grace = grace;
    this.version = version;
    this.stopsWithLastLab = stopsWithLastLab;
    this.log = log;
    this.node = Cluster.get(context.getSystem()).selfMember().uniqueAddress();
    this.studies =
        context.spawn(
            StudiesActor.create(settings.code(), log), "studies", DispatcherSelector.blocking());
    context.watch(studies); // its death is the node's, which starts anew
    this.wanted = settings.enginesOn(Runtime.getRuntime().availableProcessors());
    ActorRef<Receptionist.Listing> listener =
        context.messageAdapter(
            Receptionist.Listing.class,
            // A lab that is out of reach for a while is still there.
            listing -> new Labs(Set.copyOf(listing.getAllServiceInstances(FromEngine.SERVICE))));
    context.getSystem().receptionist().tell(Receptionist.subscribe(FromEngine.SERVICE, listener));
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Labs.class, this::onLabs)
        .onMessage(Answered.class, this::onAnswered)
        .onMessage(EngineGone.class, this::onEngineGone)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(TimeUp.class, this::onTimeUp)
        .build();
  }

  private Behavior<Command> onLabs(Labs found) {
    Set<Address> gone = new HashSet<>();
    for (var entry : Map.copyOf(engines).entrySet()) {
      if (!found.labs().contains(entry.getKey())) {
        gone.add(entry.getKey().path().address());
        say(entry.getKey(), "the lab at " + at(entry.getKey()) + " is gone");
        engines.remove(entry.getKey());
        entry.getValue().forEach(context::stop);
      }
    }
    if (leaving) {
      return stopIfLeft();
    }
    for (ActorRef<FromEngine> lab : found.labs()) {
      if (!engines.containsKey(lab)) {
        hadLab = true;
        engines.put(lab, new HashSet<>());
        greet(lab);
      }
    }
    return stopsWithLastLab && hadLab && engines.isEmpty() && !awaitsNext(gone)
        ? Behaviors.stopped()
        : Behaviors.same();
  }

  /** Whether another lab of the cluster is about to take over. */
  private boolean awaitsNext(Set<Address> gone) {
    return LabMembers.byAge(Cluster.get(context.getSystem()).state()).stream()
        .filter(member -> !gone.contains(member.address()))
        .anyMatch(member -> !LabMembers.isOnItsWayOut(member));
  }

  /** The lab of the node's own says by itself what becomes of it. */
  private void say(ActorRef<FromEngine> lab, String line) {
    if (lab.path().address().hasGlobalScope()) {
      log.accept(line);
    }
  }

  private void greet(ActorRef<FromEngine> lab) {
    context.ask(
        FromEngine.Greeted.class,
        lab,
        PATIENCE,
        replyTo -> new FromEngine.Greet(NodeNames.text(node.address()), version, replyTo),
        (greeted, failure) ->
            new Answered(lab, Optional.ofNullable(greeted).map(FromEngine.Greeted::version)));
  }

  private Behavior<Command> onAnswered(Answered answered) {
    ActorRef<FromEngine> lab = answered.lab();
    Set<ActorRef<EngineProtocol.Command>> ofLab = engines.get(lab);
    if (leaving || ofLab == null || !ofLab.isEmpty()) {
      return Behaviors.same();
    }
    if (answered.version().isEmpty()) {
      greet(lab);
    } else if (answered.version().get().equals(version)) {
      say(lab, "working for the lab at " + at(lab));
      for (int i = 0; i < wanted; i++) {
        spawn(lab);
      }
    } else {
      log.accept(
          "the lab at "
              + at(lab)
              + " is "
              + answered.version().get()
              + ", this node is "
              + version
              + "; not working for it, waiting for the next\nNodes of one cluster must have the same"
              + " version.");
    }
    return Behaviors.same();
  }

  private Behavior<Command> onEngineGone(EngineGone gone) {
    Set<ActorRef<EngineProtocol.Command>> ofLab = engines.get(gone.lab());
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
    tellAll(new EngineProtocol.Finish());
    timers.startSingleTimer(new TimeUp(false), grace);
    return stopIfLeft();
  }

  private Behavior<Command> onTimeUp(TimeUp timeUp) {
    if (timeUp.last()) {
      return Behaviors.stopped();
    }
    tellAll(new EngineProtocol.Stop());
    timers.startSingleTimer(new TimeUp(true), FAREWELL);
    return Behaviors.same();
  }

  private void tellAll(EngineProtocol.Command message) {
    engines.values().forEach(ofLab -> ofLab.forEach(engine -> engine.tell(message)));
  }

  private Behavior<Command> stopIfLeft() {
    return engines.values().stream().allMatch(Set::isEmpty)
        ? Behaviors.stopped()
        : Behaviors.same();
  }

  /** An engine that is started again has another name, so that nobody takes it for the old one. */
  private void spawn(ActorRef<FromEngine> lab) {
    spawned++;
    EngineId id = EngineId.of(NodeNames.text(node.address()), NodeNames.incarnation(node), spawned);
    ActorRef<EngineProtocol.Command> engine =
        context.spawn(EngineActor.create(id, settings, lab, studies), "engine-" + spawned);
    context.watchWith(engine, new EngineGone(lab, engine));
    engines.computeIfAbsent(lab, key -> new HashSet<>()).add(engine);
  }

  /** The address of an actor's node. */
  private String at(ActorRef<?> actor) {
    Address address = actor.path().address();
    return NodeNames.text(address.hasGlobalScope() ? address : node.address());
  }
}
