package org.labactors.actor;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.scheduling.Effect;
import org.labactors.scheduling.EngineId;
import org.labactors.scheduling.Ledger;
import org.labactors.scheduling.Progress;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

/**
 * Coordinates studies: messages become events of the {@link Ledger}, its effects become messages.
 * It starts the engines of its machine and the actor that writes the notebook.
 *
 * <pre>{@code
 * ActorSystem<LabActor.Command> system =
 *     ActorSystem.create(LabActor.create(LabSettings.load(), notebook), "lab");
 * }</pre>
 */
public final class LabActor {

  /** Everything a lab understands. */
  public sealed interface Command
      permits Submit,
          Cancel,
          GetProgress,
          AwaitEnd,
          CountEngines,
          Stop,
          FromEngine,
          FromNotebook,
          FromShipper,
          EngineGone,
          Tick {}

  /** Start a study under a tag, or continue it. */
  public record Submit(
      String tag, Study study, RecordOptions options, ActorRef<StatusReply<Submitted>> replyTo)
      implements Command {}

  /**
   * A study is under way.
   *
   * @param study the study with its seed
   * @param warnings what the user should know about continuing its result set; empty as a rule
   */
  public record Submitted(RunId run, Study study, List<String> warnings) {}

  /** Call a run off. What was measured is recorded, running trials are interrupted. */
  public record Cancel(RunId run) implements Command {}

  /** How far a run is; it may have ended. */
  public record GetProgress(RunId run, ActorRef<StatusReply<Progress>> replyTo)
      implements Command {}

  /** Reply when a run has ended and its result set is closed. */
  public record AwaitEnd(RunId run, ActorRef<StatusReply<Progress>> replyTo) implements Command {}

  /** How many engines there are. */
  public record CountEngines(ActorRef<Integer> replyTo) implements Command {}

  /** Call every run off, then stop. */
  public record Stop(ActorRef<Done> replyTo) implements Command {}

  /** What an engine says. */
  public sealed interface FromEngine extends Command
      permits Greet,
          Register,
          Pull,
          Returned,
          RanOutOfMemory,
          Withdrawn,
          CanRun,
          CannotRun,
          Describe,
          ThreadAbandoned,
          Leave,
          NodeDied {}

  /** A node introduces itself before its engines do. It is {@link Greeted}. */
  public record Greet(String node, NodeVersion version, ActorRef<Greeted> replyTo)
      implements FromEngine, CborSerializable {}

  /**
   * The version of the lab. A node of another version is to keep its engines to itself.
   *
   * @param version of the lab
   */
  public record Greeted(NodeVersion version) implements CborSerializable {}

  /** An engine is there. */
  public record Register(EngineId id, ActorRef<EngineActor.Command> engine)
      implements FromEngine, CborSerializable {}

  /**
   * An engine has room for an assignment.
   *
   * @param received the highest number of an assignment it has received, 0 for none
   * @param holding the numbers of the assignments it has not finished
   * @param settled whether everything it measured has been confirmed
   */
  public record Pull(EngineId engine, long received, List<Long> holding, boolean settled)
      implements FromEngine, CborSerializable {}

  /** An engine gives back what it had not started, if there was anything. */
  public record Returned(EngineId engine, long assignment, Optional<TrialRange> trials)
      implements FromEngine, CborSerializable {}

  /** An engine gives back a trial that ran out of memory. */
  public record RanOutOfMemory(EngineId engine, long assignment, long trial)
      implements FromEngine, CborSerializable {}

  /** An engine has dropped a run, and all it measured is recorded. */
  public record Withdrawn(EngineId engine, RunId run) implements FromEngine, CborSerializable {}

  /** An engine can run a study. */
  public record CanRun(EngineId engine, RunId run) implements FromEngine, CborSerializable {}

  /** An engine cannot run a study. */
  public record CannotRun(EngineId engine, RunId run, String why)
      implements FromEngine, CborSerializable {}

  /** An engine has got an assignment of a run it does not know. */
  public record Describe(EngineId engine, RunId run) implements FromEngine, CborSerializable {}

  /** An engine gave up a thread that ignored being interrupted. */
  public record ThreadAbandoned(EngineId engine) implements FromEngine, CborSerializable {}

  /**
   * An engine stops working for the lab: what it holds is for others now. It gets {@link
   * EngineActor.Released}.
   */
  public record Leave(EngineId engine) implements FromEngine, CborSerializable {}

  /**
   * A JVM has ended, and all its engines with it.
   *
   * @param node as {@link EngineId#node()} names it
   * @param how in words, such as {@code exit status 7}
   * @param certain whether its machine says so; otherwise it may do so later
   */
  public record NodeDied(String node, String how, boolean certain)
      implements FromEngine, CborSerializable {}

  private record FromNotebook(NotebookActor.Event event) implements Command {}

  private record FromShipper(ShipperActor.Event event) implements Command {}

  private record EngineGone(EngineId engine) implements Command {}

  private record Tick() implements Command {}

  /** Where engines of other nodes find the labs of their cluster. */
  public static final ServiceKey<FromEngine> SERVICE = ServiceKey.create(FromEngine.class, "lab");

  private static final Duration TICK = Duration.ofSeconds(1);

  /** A lab with engines on this machine that records into a notebook; the caller closes that. */
  public static Behavior<Command> create(LabSettings settings, Notebook notebook) {
    return create(
        settings, notebook, settings.enginesOn(Runtime.getRuntime().availableProcessors()), 0);
  }

  /**
   * A lab without engines of its own: those of other nodes come to it. It hands out nothing before
   * {@code lab.min-engines} have.
   */
  public static Behavior<Command> withoutEngines(LabSettings settings, Notebook notebook) {
    return create(settings, notebook, 0, settings.minEngines());
  }

  private static Behavior<Command> create(
      LabSettings settings, Notebook notebook, int engines, int awaited) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new LabActor(context, timers, settings, notebook, engines, awaited).open()));
  }

  private final ActorContext<Command> context;
  private final LabSettings settings;
  private final ActorRef<NotebookActor.Command> notebook;
  private final InstantSource clock = InstantSource.system();
  private final Ledger ledger;
  private final Roster engines;
  private final RunRegister runs = new RunRegister();
  private final ActorRef<ShipperActor.Command> shipper;
  private final ActorRef<ShipperActor.Event> fromShipper;

  /** Runs whose studies are being packed. */
  private final Map<RunId, NotebookActor.Opened> packing = new HashMap<>();

  private final Performer performer;
  private final List<ActorRef<Done>> stopping = new ArrayList<>();

  /** Nodes of another version, which the user has been told of. */
  private final Set<String> strangers = new HashSet<>();

  private LabActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      LabSettings settings,
      Notebook notebook,
      int ownEngines,
      int awaited) {
    this.context = context;
    this.engines = new Roster(awaited);
    this.settings = settings;
    this.ledger = new Ledger(settings.policy());
    this.notebook =
        context.spawn(
            NotebookActor.create(
                notebook,
                settings,
                context.messageAdapter(NotebookActor.Event.class, FromNotebook::new)),
            "notebook",
            DispatcherSelector.fromConfig("lab.notebook-dispatcher"));
    this.performer = new Performer(engines, runs, this.notebook, context.getSystem().ignoreRef());
    this.shipper =
        context.spawn(
            ShipperActor.create(settings.code()), "shipper", DispatcherSelector.blocking());
    this.fromShipper = context.messageAdapter(ShipperActor.Event.class, FromShipper::new);
    // Without them there is no lab: their death is the lab's.
    context.watch(this.notebook);
    context.watch(this.shipper);
    for (int i = 0; i < ownEngines; i++) {
      spawnEngine();
    }
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(SERVICE, context.getSelf().narrow()));
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(GetProgress.class, this::onGetProgress)
        .onMessage(AwaitEnd.class, this::onAwaitEnd)
        .onMessage(CountEngines.class, this::onCountEngines)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Greet.class, this::onGreet)
        .onMessage(Register.class, this::onRegister)
        .onMessage(Pull.class, this::onPull)
        .onMessage(Returned.class, this::onReturned)
        .onMessage(RanOutOfMemory.class, this::onRanOutOfMemory)
        .onMessage(Withdrawn.class, this::onWithdrawn)
        .onMessage(CanRun.class, this::onCanRun)
        .onMessage(CannotRun.class, this::onCannotRun)
        .onMessage(Describe.class, this::onDescribe)
        .onMessage(ThreadAbandoned.class, this::onThreadAbandoned)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(NodeDied.class, this::onNodeDied)
        .onMessage(FromNotebook.class, this::onNotebook)
        .onMessage(FromShipper.class, this::onShipper)
        .onMessage(EngineGone.class, this::onEngineGone)
        .onMessage(Tick.class, this::onTick)
        .build();
  }

  private Behavior<Command> onSubmit(Submit submit) {
    if (!stopping.isEmpty()) {
      submit.replyTo().tell(StatusReply.error("the lab is closing"));
    } else if (runs.isInUse(submit.tag())) {
      submit
          .replyTo()
          .tell(
              StatusReply.error("a study is already running under the tag '" + submit.tag() + "'"));
    } else {
      RunId run = runs.submitted(submit);
      notebook.tell(new NotebookActor.Open(run, submit.tag(), submit.study(), submit.options()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onCancel(Cancel cancel) {
    return perform(ledger.cancelled(cancel.run(), clock.instant()));
  }

  private Behavior<Command> onGetProgress(GetProgress get) {
    get.replyTo()
        .tell(
            ledger
                .progress(get.run(), clock.instant())
                .map(StatusReply::success)
                .orElseGet(() -> runs.progressOf(get.run())));
    return Behaviors.same();
  }

  private Behavior<Command> onAwaitEnd(AwaitEnd await) {
    runs.await(await);
    return Behaviors.same();
  }

  private Behavior<Command> onCountEngines(CountEngines count) {
    count.replyTo().tell(engines.size());
    return Behaviors.same();
  }

  private Behavior<Command> onStop(Stop stop) {
    stopping.add(stop.replyTo());
    for (RunId run : ledger.runs()) {
      perform(ledger.cancelled(run, clock.instant()));
    }
    return stopIfDone();
  }

  private Behavior<Command> stopIfDone() {
    if (stopping.isEmpty() || !runs.isEmpty()) {
      return Behaviors.same();
    }
    stopping.forEach(each -> each.tell(Done.getInstance()));
    return Behaviors.stopped();
  }

  private Behavior<Command> onGreet(Greet greet) {
    NodeVersion own = NodeVersion.current();
    if (!greet.version().equals(own) && strangers.add(greet.node())) {
      context
          .getLog()
          .warn(
              "the node at {} is {}, this lab is {}: its engines are not used",
              greet.node(),
              greet.version(),
              own);
    }
    greet.replyTo().tell(new Greeted(own));
    return Behaviors.same();
  }

  private Behavior<Command> onRegister(Register register) {
    List<Pull> asked = engines.joined(register.id(), register.engine());
    context.watchWith(register.engine(), new EngineGone(register.id()));
    register.engine().tell(new EngineActor.Registered(notebook.narrow(), shipper.narrow()));
    perform(ledger.engineJoined(register.id()));
    asked.forEach(this::onPull);
    return Behaviors.same();
  }

  private Behavior<Command> onPull(Pull pull) {
    if (engines.mustWait(pull)) {
      return Behaviors.same();
    }
    return perform(
        ledger.pulled(
            pull.engine(), pull.received(), pull.holding(), pull.settled(), clock.instant()));
  }

  private Behavior<Command> onReturned(Returned returned) {
    return perform(
        ledger.returned(
            returned.engine(), returned.assignment(), returned.trials(), clock.instant()));
  }

  private Behavior<Command> onRanOutOfMemory(RanOutOfMemory event) {
    return perform(
        ledger.ranOutOfMemory(event.engine(), event.assignment(), event.trial(), clock.instant()));
  }

  private Behavior<Command> onWithdrawn(Withdrawn withdrawn) {
    return perform(ledger.withdrawn(withdrawn.engine(), withdrawn.run(), clock.instant()));
  }

  private Behavior<Command> onCanRun(CanRun can) {
    return perform(ledger.accepted(can.engine(), can.run(), clock.instant()));
  }

  private Behavior<Command> onCannotRun(CannotRun cannot) {
    if (runs.isNews(cannot.run(), cannot.why())) {
      context.getLog().warn("{} is left out: {}", cannot.engine(), cannot.why());
    } else {
      context.getLog().info("{} is left out, for a reason that is known", cannot.engine());
    }
    return perform(ledger.refused(cannot.engine(), cannot.run(), cannot.why(), clock.instant()));
  }

  private Behavior<Command> onDescribe(Describe describe) {
    performer.prepare(describe.engine(), describe.run());
    return Behaviors.same();
  }

  private Behavior<Command> onThreadAbandoned(ThreadAbandoned event) {
    context.getLog().warn("{} gave up a thread that ignored being interrupted", event.engine());
    ledger.threadAbandoned();
    return Behaviors.same();
  }

  private Behavior<Command> onLeave(Leave leave) {
    ActorRef<EngineActor.Command> engine = engines.left(leave.engine());
    if (engine != null) {
      context.unwatch(engine);
      engine.tell(new EngineActor.Released());
    }
    return perform(ledger.engineLeft(leave.engine(), clock.instant()));
  }

  private Behavior<Command> onNodeDied(NodeDied died) {
    List<EngineId> lost = engines.of(died.node());
    if (!lost.isEmpty()) {
      context.getLog().warn("{} died: {}", died.node(), died.how());
    }
    for (EngineId engine : lost) {
      boolean unused = engines.died(engine);
    }
    return perform(ledger.nodeLost(died.node(), died.how(), died.certain(), clock.instant()));
  }

  private Behavior<Command> onNotebook(FromNotebook message) {
    NotebookActor.Event event = message.event();
    if (event instanceof NotebookActor.Recorded recorded) {
      return onRecorded(recorded);
    }
    if (event instanceof NotebookActor.Opened opened) {
      return onOpened(opened);
    }
    if (event instanceof NotebookActor.Refused refused) {
      return onRefused(refused);
    }
    if (event instanceof NotebookActor.Closed closed) {
      return onClosed(closed);
    }
    if (event instanceof NotebookActor.Troubled troubled) {
      ledger.troubled(troubled.run(), troubled.why().orElse(null));
      return Behaviors.same();
    }
    NotebookActor.Broke broke = (NotebookActor.Broke) event;
    return perform(ledger.broke(broke.run(), broke.why(), clock.instant()));
  }

  private Behavior<Command> onRecorded(NotebookActor.Recorded recorded) {
    return perform(
        ledger.recorded(
            recorded.run(),
            recorded.trials(),
            recorded.tally(),
            recorded.seconds(),
            recorded.engine(),
            clock.instant()));
  }

  private Behavior<Command> onOpened(NotebookActor.Opened opened) {
    // Engines of other nodes can only come to a system that others can reach.
    if (!context.getSystem().address().hasGlobalScope()) {
      return begin(opened, SentStudy.of(opened.study()));
    }
    packing.put(opened.run(), opened);
    shipper.tell(
        new ShipperActor.Pack(
            opened.run(), opened.study(), runs.codeOf(opened.run()), fromShipper));
    return Behaviors.same();
  }

  private Behavior<Command> onShipper(FromShipper message) {
    if (message.event() instanceof ShipperActor.Packed packed) {
      NotebookActor.Opened opened = packing.remove(packed.run());
      return opened == null ? Behaviors.same() : begin(opened, packed.study());
    }
    ShipperActor.Refused refused = (ShipperActor.Refused) message.event();
    packing.remove(refused.run());
    notebook.tell(new NotebookActor.Close(refused.run()));
    runs.refused(refused.run(), refused.why());
    return stopIfDone();
  }

  private Behavior<Command> begin(NotebookActor.Opened opened, SentStudy study) {
    runs.opened(opened.run(), opened.study(), study, opened.warnings());
    perform(ledger.submitted(opened.run(), opened.pending(), opened.tally(), clock.instant()));
    if (!stopping.isEmpty()) {
      perform(ledger.cancelled(opened.run(), clock.instant()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRefused(NotebookActor.Refused refused) {
    runs.refused(refused.run(), refused.why());
    return stopIfDone();
  }

  private Behavior<Command> onClosed(NotebookActor.Closed closed) {
    runs.closed(closed.run(), closed.tally());
    shipper.tell(new ShipperActor.Forget(closed.run()));
    return stopIfDone();
  }

  private Behavior<Command> onEngineGone(EngineGone gone) {
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

  private Behavior<Command> onTick(Tick tick) {
    return perform(ledger.tick(clock.instant()));
  }

  private void spawnEngine() {
    EngineId id = engines.nextOwn();
    context.spawn(EngineActor.create(id, settings, context.getSelf()), id.name());
  }

  private Behavior<Command> perform(List<Effect> effects) {
    performer.perform(effects);
    return Behaviors.same();
  }
}
