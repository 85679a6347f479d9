package org.labactors.actor;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import java.time.InstantSource;
import java.util.List;
import org.labactors.scheduling.Effect;
import org.labactors.scheduling.EngineId;
import org.labactors.scheduling.Ledger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lab does when an engine or its node says something: the {@link Roster} learns who is
 * there, the {@link Ledger} what has become of the work.
 */
final class EngineDesk {

  /** An engine has ended, or its node is out of reach for good. */
  record EngineGone(EngineId engine) implements LabActor.Command {}

  /** For programs that do not look at the progress of their runs. */
  private static final Logger LEFT_OUT = LoggerFactory.getLogger(EngineDesk.class);

  private final ActorContext<LabActor.Command> context;
  private final InstantSource clock;
  private final LabSettings settings;
  private final Ledger ledger;
  private final Roster engines;
  private final RunRegister runs;
  private final Performer performer;
  private final EngineActor.Registered welcome;

  /** Nodes of another version, which the user has been told of. */
  private final Recent<String, NodeVersion> strangers = new Recent<>(1_000);

  /** Nodes, and how they died; also those that had no engine here yet. */
  private final Recent<String, String> dead = new Recent<>(1_000);

  /**
   * A desk without engines.
   *
   * @param settings of the engines that it starts itself
   * @param welcome what each engine that registers is told
   */
  EngineDesk(
      ActorContext<LabActor.Command> context,
      InstantSource clock,
      LabSettings settings,
      Ledger ledger,
      Roster engines,
      RunRegister runs,
      Performer performer,
      EngineActor.Registered welcome) {
    this.context = context;
    this.clock = clock;
    this.settings = settings;
    this.ledger = ledger;
    this.engines = engines;
    this.runs = runs;
    this.performer = performer;
    this.welcome = welcome;
  }

  /** Starts an engine in this JVM. It is replaced when it breaks. */
  void spawnEngine() {
    EngineId id = engines.nextOwn();
    context.spawn(EngineActor.create(id, settings, context.getSelf()), id.name());
  }

  /** Adds what the lab understands of engines. */
  BehaviorBuilder<LabActor.Command> addTo(BehaviorBuilder<LabActor.Command> builder) {
    return builder
        .onMessage(FromEngine.Greet.class, this::onGreet)
        .onMessage(FromEngine.Register.class, this::onRegister)
        .onMessage(FromEngine.Pull.class, this::onPull)
        .onMessage(FromEngine.Returned.class, this::onReturned)
        .onMessage(FromEngine.RanOutOfMemory.class, this::onRanOutOfMemory)
        .onMessage(FromEngine.Withdrawn.class, this::onWithdrawn)
        .onMessage(FromEngine.CanRun.class, this::onCanRun)
        .onMessage(FromEngine.CannotRun.class, this::onCannotRun)
        .onMessage(FromEngine.Describe.class, this::onDescribe)
        .onMessage(FromEngine.ThreadAbandoned.class, this::onThreadAbandoned)
        .onMessage(FromEngine.Leave.class, this::onLeave)
        .onMessage(FromEngine.NodeDied.class, this::onNodeDied)
        .onMessage(EngineGone.class, this::onEngineGone);
  }

  private Behavior<LabActor.Command> onGreet(FromEngine.Greet greet) {
    NodeVersion own = NodeVersion.current();
    if (!greet.version().equals(own) && strangers.note(greet.node(), greet.version())) {
      context
          .getLog()
          .warn(
              "the node at {} is {}, this lab is {}: its engines are not used",
              greet.node(),
              greet.version(),
              own);
    }
    greet.replyTo().tell(new FromEngine.Greeted(own));
    return Behaviors.same();
  }

  private Behavior<LabActor.Command> onRegister(FromEngine.Register register) {
    List<FromEngine.Pull> asked = engines.joined(register.id(), register.engine());
    context.watchWith(register.engine(), new EngineGone(register.id()));
    register.engine().tell(welcome);
    perform(ledger.engineJoined(register.id()));
    asked.forEach(this::onPull);
    return Behaviors.same();
  }

  private Behavior<LabActor.Command> onPull(FromEngine.Pull pull) {
    if (engines.mustWait(pull)) {
      return Behaviors.same();
    }
    return perform(
        ledger.pulled(
            pull.engine(), pull.received(), pull.holding(), pull.settled(), clock.instant()));
  }

  private Behavior<LabActor.Command> onReturned(FromEngine.Returned returned) {
    return perform(
        ledger.returned(
            returned.engine(),
            returned.assignment(),
            returned.trials(),
            returned.more(),
            clock.instant()));
  }

  private Behavior<LabActor.Command> onRanOutOfMemory(FromEngine.RanOutOfMemory event) {
    return perform(
        ledger.ranOutOfMemory(event.engine(), event.assignment(), event.trial(), clock.instant()));
  }

  private Behavior<LabActor.Command> onWithdrawn(FromEngine.Withdrawn withdrawn) {
    return perform(ledger.withdrawn(withdrawn.engine(), withdrawn.run(), clock.instant()));
  }

  private Behavior<LabActor.Command> onCanRun(FromEngine.CanRun can) {
    return perform(ledger.accepted(can.engine(), can.run(), clock.instant()));
  }

  private Behavior<LabActor.Command> onCannotRun(FromEngine.CannotRun cannot) {
    if (runs.isNews(cannot.run(), cannot.why())) {
      LEFT_OUT.warn("{} is left out: {}", cannot.engine(), cannot.why());
    } else {
      LEFT_OUT.info("{} is left out, for a reason that is known", cannot.engine());
    }
    return perform(ledger.refused(cannot.engine(), cannot.run(), cannot.why(), clock.instant()));
  }

  private Behavior<LabActor.Command> onDescribe(FromEngine.Describe describe) {
    return perform(ledger.asked(describe.engine(), describe.run()));
  }

  private Behavior<LabActor.Command> onThreadAbandoned(FromEngine.ThreadAbandoned event) {
    context.getLog().warn("{} gave up a thread that ignored being interrupted", event.engine());
    ledger.threadAbandoned();
    return Behaviors.same();
  }

  private Behavior<LabActor.Command> onLeave(FromEngine.Leave leave) {
    if (engines.left(leave.id())) {
      context.unwatch(leave.engine());
    }
    leave.engine().tell(new EngineActor.Released());
    return perform(ledger.engineLeft(leave.id(), clock.instant()));
  }

  private Behavior<LabActor.Command> onNodeDied(FromEngine.NodeDied died) {
    List<EngineId> lost = engines.of(died.node());
    if (dead.note(died.node(), died.how()) || !lost.isEmpty()) {
      context.getLog().warn("{} died: {}", died.node(), died.how());
    }
    for (EngineId engine : lost) {
      boolean unused = engines.died(engine);
    }
    return perform(ledger.nodeLost(died.node(), died.how(), died.certain(), clock.instant()));
  }

  private Behavior<LabActor.Command> onEngineGone(EngineGone gone) {
    if (!engines.has(gone.engine())) {
      return Behaviors.same(); // its node's death was known before
    }
    context.getLog().warn("{} is gone", gone.engine());
    boolean own = engines.died(gone.engine());
    perform(ledger.engineLost(gone.engine(), "out of reach", clock.instant()));
    if (own) {
      spawnEngine();
    }
    return Behaviors.same();
  }

  private Behavior<LabActor.Command> perform(List<Effect> effects) {
    performer.perform(effects);
    return Behaviors.same();
  }
}
