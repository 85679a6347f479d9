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
import java.util.List;
import java.util.Optional;
import org.labactors.experiment.Experiment;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.WritableNotebook;
import org.labactors.scheduling.Effect;
import org.labactors.scheduling.Ledger;
import org.labactors.scheduling.Progress;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;
import org.labactors.time.SteadyClock;

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
          Resume,
          Cancel,
          GetProgress,
          AwaitEnd,
          CountEngines,
          Stop,
          FromEngine,
          NotebookActor.Event,
          ShipperActor.Event,
          EngineDesk.EngineGone,
          Tick {}

  /** Start a study under a tag, or continue it. */
  public record Submit(
      String tag, Study study, RecordOptions options, ActorRef<StatusReply<Submitted>> replyTo)
      implements Command {}

  /**
   * Go on with a run that a lab of this JVM had before: with the code that it began with, and
   * without running again what has failed.
   */
  public record Resume(String tag, Kept kept, ActorRef<StatusReply<Submitted>> replyTo)
      implements Command {}

  /**
   * A study is under way.
   *
   * @param study the study with its seed
   * @param warnings what the user should know about continuing its result set; empty as a rule
   * @param kept with what another lab can resume it
   */
  public record Submitted(RunId run, Study study, List<String> warnings, Kept kept) {}

  /**
   * What a run keeps from its beginning.
   *
   * @param study with its seed
   * @param sent as engines get it, with its code
   * @param options for continuing it
   */
  public record Kept(Study study, SentStudy sent, RecordOptions options) {}

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

  private record Tick() implements Command {}

  /** Where engines of other nodes find the labs of their cluster. */
  public static final ServiceKey<FromEngine> SERVICE = ServiceKey.create(FromEngine.class, "lab");

  private static final Duration TICK = Duration.ofSeconds(1);

  /** A lab with engines on this machine that records into a notebook; the caller closes that. */
  public static Behavior<Command> create(LabSettings settings, WritableNotebook notebook) {
    return create(
        settings, notebook, settings.enginesOn(Runtime.getRuntime().availableProcessors()), 0);
  }

  /**
   * A lab without engines of its own: those of other nodes come to it. It hands out nothing before
   * {@code lab.min-engines} have.
   */
  public static Behavior<Command> withoutEngines(LabSettings settings, WritableNotebook notebook) {
    return create(settings, notebook, 0, settings.minEngines());
  }

  /**
   * Refuses a study that engines of this JVM cannot run.
   *
   * @throws IllegalArgumentException if they cannot: code is missing, or the experiment cannot be
   *     copied for each of them; the text is for the user
   */
  public static void check(LabSettings settings, Study study) {
    if (settings.code().check()) {
      SentStudy.of(study).requireCode();
    }
    Experiment unused = Bench.ownInstance(study);
  }

  private static Behavior<Command> create(
      LabSettings settings, WritableNotebook notebook, int engines, int awaited) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new LabActor(context, timers, settings, notebook, engines, awaited).open()));
  }

  private final ActorContext<Command> context;
  private final ActorRef<NotebookActor.Command> notebook;
  private final InstantSource clock = new SteadyClock();
  private final Ledger ledger;
  private final Roster engines;
  private final RunRegister runs = new RunRegister();
  private final ActorRef<ShipperActor.Command> shipper;
  private final Performer performer;
  private final EngineDesk desk;
  private final List<ActorRef<Done>> stopping = new ArrayList<>();

  private LabActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      LabSettings settings,
      WritableNotebook notebook,
      int ownEngines,
      int awaited) {
    context.setLoggerName(LabActor.class);
    this.context = context;
    this.engines = new Roster(awaited);
    this.ledger = new Ledger(settings.policy(ownEngines == 0));
    this.notebook =
        context.spawn(
            NotebookActor.create(notebook, settings, context.getSelf()),
            "notebook",
            DispatcherSelector.fromConfig("lab.notebook-dispatcher"));
    this.performer = new Performer(engines, runs, this.notebook, context.getSystem().ignoreRef());
    this.shipper =
        context.spawn(
            ShipperActor.create(settings.code()), "shipper", DispatcherSelector.blocking());
    this.desk =
        new EngineDesk(
            context,
            clock,
            settings,
            ledger,
            engines,
            runs,
            performer,
            new EngineActor.Registered(this.notebook.narrow(), shipper.narrow()));
    // Without them there is no lab: their death is the lab's.
    context.watch(this.notebook);
    context.watch(this.shipper);
    for (int i = 0; i < ownEngines; i++) {
      desk.spawnEngine();
    }
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(SERVICE, context.getSelf().narrow()));
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  private Behavior<Command> open() {
    return desk.addTo(Behaviors.receive(Command.class))
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Resume.class, this::onResume)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(GetProgress.class, this::onGetProgress)
        .onMessage(AwaitEnd.class, this::onAwaitEnd)
        .onMessage(CountEngines.class, this::onCountEngines)
        .onMessage(Stop.class, this::onStop)
        .onMessage(NotebookActor.Opened.class, this::onOpened)
        .onMessage(NotebookActor.Refused.class, this::onRefused)
        .onMessage(NotebookActor.Recorded.class, this::onRecorded)
        .onMessage(NotebookActor.Troubled.class, this::onTroubled)
        .onMessage(NotebookActor.Broke.class, this::onBroke)
        .onMessage(NotebookActor.Closed.class, this::onClosed)
        .onMessage(ShipperActor.Packed.class, this::onPacked)
        .onMessage(ShipperActor.Refused.class, this::onUnpackable)
        .onMessage(Tick.class, this::onTick)
        .build();
  }

  private Behavior<Command> onSubmit(Submit submit) {
    return open(submit.tag(), submit.study(), submit.options(), Optional.empty(), submit.replyTo());
  }

  private Behavior<Command> onResume(Resume resume) {
    Kept kept = resume.kept();
    return open(
        resume.tag(), kept.study(), kept.options(), Optional.of(kept.sent()), resume.replyTo());
  }

  private Behavior<Command> open(
      String tag,
      Study study,
      RecordOptions options,
      Optional<SentStudy> sent,
      ActorRef<StatusReply<Submitted>> replyTo) {
    if (!stopping.isEmpty()) {
      replyTo.tell(StatusReply.error("the lab is closing"));
    } else if (runs.isInUse(tag)) {
      replyTo.tell(StatusReply.error("a study is already running under the tag '" + tag + "'"));
    } else {
      RunId run = runs.submitted(tag, sent, replyTo);
      notebook.tell(new NotebookActor.Open(run, tag, study, options));
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

  private Behavior<Command> onOpened(NotebookActor.Opened opened) {
    // Engines of other nodes can only come to a system that others can reach.
    if (!context.getSystem().address().hasGlobalScope()) {
      return begin(opened, SentStudy.of(opened.study()));
    }
    ActorRef<ShipperActor.Event> self = context.getSelf().narrow();
    shipper.tell(
        runs.packing(opened)
            .<ShipperActor.Command>map(sent -> new ShipperActor.Offer(opened.run(), sent, self))
            .orElseGet(
                () -> new ShipperActor.Pack(opened.run(), opened.study(), opened.options(), self)));
    return Behaviors.same();
  }

  private Behavior<Command> begin(NotebookActor.Opened opened, SentStudy study) {
    runs.opened(opened, study);
    perform(
        ledger.submitted(
            opened.run(),
            opened.pending(),
            opened.tally(),
            opened.options().maxFailures(),
            clock.instant()));
    if (!stopping.isEmpty()) {
      perform(ledger.cancelled(opened.run(), clock.instant()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRefused(NotebookActor.Refused refused) {
    runs.refused(refused.run(), refused.why());
    return stopIfDone();
  }

  private Behavior<Command> onRecorded(NotebookActor.Recorded recorded) {
    for (NotebookActor.RecordedBatch batch : recorded.batches()) {
      perform(
          ledger.recorded(
              recorded.run(),
              batch.trials(),
              batch.failed(),
              recorded.tally(),
              batch.seconds(),
              batch.engine(),
              clock.instant()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onTroubled(NotebookActor.Troubled troubled) {
    ledger.troubled(troubled.run(), troubled.why().orElse(null));
    return Behaviors.same();
  }

  private Behavior<Command> onBroke(NotebookActor.Broke broke) {
    return perform(ledger.broke(broke.run(), broke.why(), clock.instant()));
  }

  private Behavior<Command> onClosed(NotebookActor.Closed closed) {
    runs.closed(closed.run(), closed.tally());
    shipper.tell(new ShipperActor.Forget(closed.run()));
    return stopIfDone();
  }

  private Behavior<Command> onPacked(ShipperActor.Packed packed) {
    return runs.packed(packed.run())
        .map(opened -> begin(opened, packed.study()))
        .orElse(Behaviors.same());
  }

  private Behavior<Command> onUnpackable(ShipperActor.Refused refused) {
    notebook.tell(new NotebookActor.Close(refused.run()));
    runs.refused(refused.run(), refused.why());
    return stopIfDone();
  }

  private Behavior<Command> onTick(Tick tick) {
    return perform(ledger.tick(clock.instant()));
  }

  private Behavior<Command> perform(List<Effect> effects) {
    performer.perform(effects);
    return Behaviors.same();
  }
}
