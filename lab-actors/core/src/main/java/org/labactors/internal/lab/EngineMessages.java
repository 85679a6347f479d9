package org.labactors.internal.lab;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.BehaviorBuilder;
import akka.actor.typed.javadsl.Behaviors;
import java.time.InstantSource;
import java.util.List;
import org.labactors.internal.engine.EngineActor;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NodeVersion;
import org.labactors.internal.scheduling.Effect;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.scheduling.Recent;
import org.labactors.protocol.LabProtocol;
import org.labactors.settings.LabSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a lab does when an engine or its node says something: the {@link EngineRegistry} learns who
 * is there, the {@link Ledger} what has become of the work.
 */
public final class EngineMessages {

  /** An engine has ended, or its node is out of reach for good. */
  record EngineGone(EngineId engine) implements LabProtocol.Command {}

  /** For programs that do not look at the progress of their runs. */
  private static final Logger LEFT_OUT = LoggerFactory.getLogger(EngineMessages.class);

  private final ActorContext<LabProtocol.Command> context;
  private final InstantSource clock;
  private final LabSettings settings;
  private final Ledger ledger;
  private final EngineRegistry engines;
  private final RunRegister runs;
  private final EffectExecutor executor;
  private final EngineProtocol.Registered welcome;

  /** Nodes of another version, which the user has been told of. */
  private final Recent<String, NodeVersion> strangers = new Recent<>(1_000);

  /** Nodes, and how they died; also those that had no engine here yet. */
  private final Recent<String, String> dead = new Recent<>(1_000);

  /**
   * A engineMessages without engines.
   *
   * @param settings of the engines that it starts itself
   * @param welcome what each engine that registers is told
   */
  public EngineMessages(
      ActorContext<LabProtocol.Command> context,
      InstantSource clock,
      LabSettings settings,
      Ledger ledger,
      EngineRegistry engines,
      RunRegister runs,
      EffectExecutor executor,
      EngineProtocol.Registered welcome) {
    this.context = context;
    this.clock = clock;
    this.settings = settings;
    this.ledger = ledger;
    this.engines = engines;
    this.runs = runs;
    this.executor = executor;
    this.welcome = welcome;
  }

  /** Starts an engine in this JVM. It is replaced when it breaks. */
  public void spawnEngine() {
    EngineId id = engines.nextOwn();
    context.spawn(EngineActor.create(id, settings, context.getSelf()), id.name());
  }

  /** Adds what the lab understands of engines. */
  public BehaviorBuilder<LabProtocol.Command> addTo(BehaviorBuilder<LabProtocol.Command> builder) {
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

  private Behavior<LabProtocol.Command> onGreet(FromEngine.Greet greet) {
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

  private Behavior<LabProtocol.Command> onRegister(FromEngine.Register register) {
    List<FromEngine.Pull> asked = engines.joined(register.id(), register.engine());
    context.watchWith(register.engine(), new EngineGone(register.id()));
    register.engine().tell(welcome);
    perform(ledger.engineJoined(register.id()));
    asked.forEach(this::onPull);
    return Behaviors.same();
  }

  private Behavior<LabProtocol.Command> onPull(FromEngine.Pull pull) {
    if (engines.mustWait(pull)) {
      return Behaviors.same();
    }
    return perform(
        ledger.pulled(
            pull.engine(), pull.received(), pull.holding(), pull.settled(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onReturned(FromEngine.Returned returned) {
    return perform(
        ledger.returned(
            returned.engine(),
            returned.assignment(),
            returned.trials(),
            returned.more(),
            clock.instant()));
  }

  private Behavior<LabProtocol.Command> onRanOutOfMemory(FromEngine.RanOutOfMemory event) {
    return perform(
        ledger.ranOutOfMemory(event.engine(), event.assignment(), event.trial(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onWithdrawn(FromEngine.Withdrawn withdrawn) {
    return perform(ledger.withdrawn(withdrawn.engine(), withdrawn.run(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onCanRun(FromEngine.CanRun can) {
    return perform(ledger.accepted(can.engine(), can.run(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onCannotRun(FromEngine.CannotRun cannot) {
    if (runs.isNews(cannot.run(), cannot.why())) {
      LEFT_OUT.warn("{} is left out: {}", cannot.engine(), cannot.why());
    } else {
      LEFT_OUT.info("{} is left out, for a reason that is known", cannot.engine());
    }
    return perform(ledger.refused(cannot.engine(), cannot.run(), cannot.why(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onDescribe(FromEngine.Describe describe) {
    return perform(ledger.asked(describe.engine(), describe.run()));
  }

  private Behavior<LabProtocol.Command> onThreadAbandoned(FromEngine.ThreadAbandoned event) {
    context.getLog().warn("{} gave up a thread that ignored being interrupted", event.engine());
    ledger.threadAbandoned();
    return Behaviors.same();
  }

  private Behavior<LabProtocol.Command> onLeave(FromEngine.Leave leave) {
    if (engines.left(leave.id())) {
      context.unwatch(leave.engine());
    }
    leave.engine().tell(new EngineProtocol.Released());
    return perform(ledger.engineLeft(leave.id(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onNodeDied(FromEngine.NodeDied died) {
    List<EngineId> lost = engines.of(died.node());
    if (dead.note(died.node(), died.how()) || !lost.isEmpty()) {
      context.getLog().warn("{} died: {}", died.node(), died.how());
    }
    for (EngineId engine : lost) {
      boolean unused = engines.died(engine);
    }
    return perform(ledger.nodeLost(died.node(), died.how(), died.certain(), clock.instant()));
  }

  private Behavior<LabProtocol.Command> onEngineGone(EngineGone gone) {
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

  private Behavior<LabProtocol.Command> perform(List<Effect> effects) {
    executor.perform(effects);
    return Behaviors.same();
  }
}
