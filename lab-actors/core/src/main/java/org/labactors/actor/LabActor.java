package org.labactors.actor;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.pattern.StatusReply;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.labactors.experiment.Experiment;
import org.labactors.internal.commit.NotebookActor;
import org.labactors.internal.engine.PreparedStudy;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.lab.EffectExecutor;
import org.labactors.internal.lab.EngineMessages;
import org.labactors.internal.lab.EngineRegistry;
import org.labactors.internal.lab.RunRegister;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.protocol.ShipperProtocol;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.internal.scheduling.Effect;
import org.labactors.internal.scheduling.Ledger;
import org.labactors.internal.shipping.ShipperActor;
import org.labactors.internal.time.SteadyClock;
import org.labactors.notebook.EditableNotebook;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol.AwaitEnd;
import org.labactors.protocol.LabProtocol.Cancel;
import org.labactors.protocol.LabProtocol.Command;
import org.labactors.protocol.LabProtocol.CountEngines;
import org.labactors.protocol.LabProtocol.GetProgress;
import org.labactors.protocol.LabProtocol.Kept;
import org.labactors.protocol.LabProtocol.Resume;
import org.labactors.protocol.LabProtocol.Stop;
import org.labactors.protocol.LabProtocol.Submit;
import org.labactors.protocol.LabProtocol.Submitted;
import org.labactors.settings.LabSettings;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * Coordinates studies: messages become events of the {@link Ledger}, its effects become messages.
 * It starts the engines of its machine and the actor that writes the notebook.
 *
 * <pre>{@code
 * ActorSystem<LabProtocol.Command> system =
 *     ActorSystem.create(LabActor.create(LabSettings.load(), notebook), "lab");
 * }</pre>
 */
public final class LabActor {

  private record Tick() implements Command {}

  private static final Duration TICK = Duration.ofSeconds(1);

  /**
   * A lab with engines on this machine that records into a notebook; the caller closes that.
   *
   * @param notebook as {@code Lab.edit} opens it
   * @throws IllegalArgumentException if the notebook is not one of the laboratory's
   */
  public static Behavior<Command> create(LabSettings settings, EditableNotebook notebook) {
    return create(
        settings,
        WritableNotebook.of(notebook),
        settings.enginesOn(Runtime.getRuntime().availableProcessors()),
        0);
  }

  /**
   * A lab without engines of its own: those of other nodes come to it. It hands out nothing before
   * {@code lab.min-engines} have.
   *
   * @param notebook as {@code Lab.edit} opens it; the caller closes it
   * @throws IllegalArgumentException if the notebook is not one of the laboratory's
   */
  public static Behavior<Command> withoutEngines(LabSettings settings, EditableNotebook notebook) {
    return create(settings, WritableNotebook.of(notebook), 0, settings.minEngines());
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
    Experiment unused = PreparedStudy.ownInstance(study);
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
  private final ActorRef<NotebookProtocol.Command> notebook;
  private final InstantSource clock = new SteadyClock();
  private final Ledger ledger;
  private final EngineRegistry engines;
  private final RunRegister runs = new RunRegister();
  private final ActorRef<ShipperProtocol.Command> shipper;
  private final EffectExecutor executor;
  private final EngineMessages engineMessages;
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
    this.engines = new EngineRegistry(awaited);
    this.ledger = new Ledger(settings.policy(ownEngines == 0));
    this.notebook =
        context.spawn(
            NotebookActor.create(notebook, settings, context.getSelf()),
            "notebook",
            DispatcherSelector.fromConfig("lab.notebook-dispatcher"));
    this.executor =
        new EffectExecutor(engines, runs, this.notebook, context.getSystem().ignoreRef());
    this.shipper =
        context.spawn(
            ShipperActor.create(settings.code()), "shipper", DispatcherSelector.blocking());
    this.engineMessages =
        new EngineMessages(
            context,
            clock,
            settings,
            ledger,
            engines,
            runs,
            executor,
            new EngineProtocol.Registered(this.notebook.narrow(), shipper.narrow()));
    // Without them there is no lab: their death is the lab's.
    context.watch(this.notebook);
    context.watch(this.shipper);
    for (int i = 0; i < ownEngines; i++) {
      engineMessages.spawnEngine();
    }
    context
        .getSystem()
        .receptionist()
        .tell(Receptionist.register(FromEngine.SERVICE, context.getSelf().narrow()));
    timers.startTimerWithFixedDelay(new Tick(), TICK);
  }

  private Behavior<Command> open() {
    return engineMessages
        .addTo(Behaviors.receive(Command.class))
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Resume.class, this::onResume)
        .onMessage(Cancel.class, this::onCancel)
        .onMessage(GetProgress.class, this::onGetProgress)
        .onMessage(AwaitEnd.class, this::onAwaitEnd)
        .onMessage(CountEngines.class, this::onCountEngines)
        .onMessage(Stop.class, this::onStop)
        .onMessage(NotebookProtocol.Opened.class, this::onOpened)
        .onMessage(NotebookProtocol.Refused.class, this::onRefused)
        .onMessage(NotebookProtocol.Recorded.class, this::onRecorded)
        .onMessage(NotebookProtocol.Troubled.class, this::onTroubled)
        .onMessage(NotebookProtocol.Broke.class, this::onBroke)
        .onMessage(NotebookProtocol.Closed.class, this::onClosed)
        .onMessage(ShipperProtocol.Packed.class, this::onPacked)
        .onMessage(ShipperProtocol.Refused.class, this::onUnpackable)
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
      notebook.tell(new NotebookProtocol.Open(run, tag, study, options));
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

  private Behavior<Command> onOpened(NotebookProtocol.Opened opened) {
    // Engines of other nodes can only come to a system that others can reach.
    if (!context.getSystem().address().hasGlobalScope()) {
      return begin(opened, SentStudy.of(opened.study()));
    }
    ActorRef<ShipperProtocol.Event> self = context.getSelf().narrow();
    shipper.tell(
        runs.packing(opened)
            .<ShipperProtocol.Command>map(
                sent -> new ShipperProtocol.Offer(opened.run(), sent, self))
            .orElseGet(
                () ->
                    new ShipperProtocol.Pack(
                        opened.run(), opened.study(), opened.options(), self)));
    return Behaviors.same();
  }

  private Behavior<Command> begin(NotebookProtocol.Opened opened, SentStudy study) {
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

  private Behavior<Command> onRefused(NotebookProtocol.Refused refused) {
    runs.refused(refused.run(), refused.why());
    return stopIfDone();
  }

  private Behavior<Command> onRecorded(NotebookProtocol.Recorded recorded) {
    for (NotebookProtocol.RecordedBatch batch : recorded.batches()) {
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

  private Behavior<Command> onTroubled(NotebookProtocol.Troubled troubled) {
    ledger.troubled(troubled.run(), troubled.why().orElse(null));
    return Behaviors.same();
  }

  private Behavior<Command> onBroke(NotebookProtocol.Broke broke) {
    return perform(ledger.broke(broke.run(), broke.why(), clock.instant()));
  }

  private Behavior<Command> onClosed(NotebookProtocol.Closed closed) {
    runs.closed(closed.run(), closed.tally());
    shipper.tell(new ShipperProtocol.Forget(closed.run()));
    return stopIfDone();
  }

  private Behavior<Command> onPacked(ShipperProtocol.Packed packed) {
    return runs.packed(packed.run())
        .map(opened -> begin(opened, packed.study()))
        .orElse(Behaviors.same());
  }

  private Behavior<Command> onUnpackable(ShipperProtocol.Refused refused) {
    notebook.tell(new NotebookProtocol.Close(refused.run()));
    runs.refused(refused.run(), refused.why());
    return stopIfDone();
  }

  private Behavior<Command> onTick(Tick tick) {
    return perform(ledger.tick(clock.instant()));
  }

  private Behavior<Command> perform(List<Effect> effects) {
    executor.perform(effects);
    return Behaviors.same();
  }
}
