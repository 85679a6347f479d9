package org.labactors.internal.engine;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.labactors.experiment.LifeCycle;
import org.labactors.internal.protocol.EngineProtocol.Assign;
import org.labactors.internal.protocol.EngineProtocol.CannotOpen;
import org.labactors.internal.protocol.EngineProtocol.Command;
import org.labactors.internal.protocol.EngineProtocol.Confirmed;
import org.labactors.internal.protocol.EngineProtocol.Finish;
import org.labactors.internal.protocol.EngineProtocol.Opened;
import org.labactors.internal.protocol.EngineProtocol.Prepare;
import org.labactors.internal.protocol.EngineProtocol.Recall;
import org.labactors.internal.protocol.EngineProtocol.Registered;
import org.labactors.internal.protocol.EngineProtocol.Released;
import org.labactors.internal.protocol.EngineProtocol.Stop;
import org.labactors.internal.protocol.EngineProtocol.Withdraw;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.StudiesProtocol;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.settings.LabSettings;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/**
 * Runs one trial at a time, on a thread of its own, and stays responsive meanwhile. It asks its lab
 * for work and sends what was measured straight to the notebook, again and again until the notebook
 * confirms.
 */
public final class EngineActor {

  /** The experiment of a study that was set up for this engine runs. */
  record Ready(RunId run, Study study, PreparedStudy prepared) implements Command {}

  private record CannotGoOn(RunId run, String why) implements Command {}

  private record Finished() implements Command {}

  private record OutOfMemory(Assignment assignment, long trial) implements Command {}

  private record Broke(Throwable fault) implements Command {}

  private record Full() implements Command {}

  private record Tick() implements Command {}

  /** An engine that works for a lab, and knows the classes that its JVM has. */
  public static Behavior<Command> create(
      EngineId id, LabSettings settings, ActorRef<? super FromEngine> lab) {
    return create(id, settings, lab, Optional.empty());
  }

  /**
   * An engine that works for a lab.
   *
   * @param studies opens studies that come from other JVMs, with their code
   */
  public static Behavior<Command> create(
      EngineId id,
      LabSettings settings,
      ActorRef<? super FromEngine> lab,
      ActorRef<StudiesProtocol.Command> studies) {
    return create(id, settings, lab, Optional.of(studies));
  }

  private static Behavior<Command> create(
      EngineId id,
      LabSettings settings,
      ActorRef<? super FromEngine> lab,
      Optional<ActorRef<StudiesProtocol.Command>> studies) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new EngineActor(context.getSelf(), timers, id, settings, lab, studies).work()));
  }

  private final TimerScheduler<Command> timers;
  private final EngineId id;
  private final LabSettings settings;
  private final Standstill standstill;
  private final TrialThreads threads;
  private final Engine engine;
  private final EngineEffectExecutor executor;

  private EngineActor(
      ActorRef<Command> self,
      TimerScheduler<Command> timers,
      EngineId id,
      LabSettings settings,
      ActorRef<? super FromEngine> lab,
      Optional<ActorRef<StudiesProtocol.Command>> studies) {
    this.timers = timers;
    this.id = id;
    this.settings = settings;
    UnconfirmedBatches unconfirmed = UnconfirmedBatches.of(settings, System.nanoTime());
    Outbox outbox =
        new Outbox(
            id.name(),
            settings.batchRows(),
            settings.batchBytes(),
            settings.maxResultBytes(),
            unconfirmed,
            () -> self.tell(new Full()));
    this.threads =
        new TrialThreads(
            id.name(),
            new LifeCycle(Clock.systemUTC(), System::nanoTime),
            outbox,
            settings.interruptGrace(),
            eventsTo(self));
    this.engine =
        new Engine(id, threads, outbox, unconfirmed, new Requests(id, settings.pullAgainAfter()));
    this.executor =
        new EngineEffectExecutor(
            id, self, lab, new Preparation(id, self, studies, settings.code().check()));
    this.standstill = Standstill.ofThisProcess(settings.flushInterval());
  }

  private static TrialThread.Events eventsTo(ActorRef<Command> engine) {
    return new TrialThread.Events() {
      @Override
      public void finished(Assignment assignment) {
        engine.tell(new Finished());
      }

      @Override
      public void ranOutOfMemory(Assignment assignment, long trial) {
        engine.tell(new OutOfMemory(assignment, trial));
      }

      @Override
      public void cannotRun(RunId run, String why) {
        engine.tell(new CannotGoOn(run, why));
      }

      @Override
      public void broke(Throwable fault) {
        engine.tell(new Broke(fault));
      }
    };
  }

  private Behavior<Command> work() {
    tickSoon();
    perform(engine.started(System.nanoTime()));
    return Behaviors.receive(Command.class)
        .onMessage(Registered.class, this::onRegistered)
        .onMessage(Prepare.class, this::onPrepare)
        .onMessage(Assign.class, this::onAssign)
        .onMessage(Recall.class, this::onRecall)
        .onMessage(Withdraw.class, this::onWithdraw)
        .onMessage(Confirmed.class, this::onConfirmed)
        .onMessage(Finish.class, this::onFinish)
        .onMessage(Stop.class, this::onStop)
        .onMessage(Released.class, this::onReleased)
        .onMessage(Opened.class, this::onOpened)
        .onMessage(CannotOpen.class, this::onCannotOpen)
        .onMessage(Ready.class, this::onReady)
        .onMessage(CannotGoOn.class, this::onCannotGoOn)
        .onMessage(Finished.class, this::onFinished)
        .onMessage(OutOfMemory.class, this::onOutOfMemory)
        .onMessage(Broke.class, this::onBroke)
        .onMessage(Full.class, this::onFull)
        .onMessage(Tick.class, this::onTick)
        .onSignal(PostStop.class, this::onPostStop)
        .build();
  }

  private Behavior<Command> onRegistered(Registered message) {
    executor.registered(message);
    return perform(engine.registered(System.nanoTime()));
  }

  private Behavior<Command> onPrepare(Prepare prepare) {
    return perform(engine.asked(prepare.run(), prepare.study()));
  }

  private Behavior<Command> onAssign(Assign assign) {
    return perform(engine.assigned(assign.assignment(), System.nanoTime()));
  }

  private Behavior<Command> onRecall(Recall recall) {
    return perform(engine.recalled(recall.assignment(), recall.from()));
  }

  private Behavior<Command> onWithdraw(Withdraw withdraw) {
    return perform(engine.withdrawn(withdraw.run(), withdraw.discard(), System.nanoTime()));
  }

  private Behavior<Command> onConfirmed(Confirmed confirmed) {
    return perform(engine.confirmed(confirmed.batches(), System.nanoTime()));
  }

  private Behavior<Command> onFinish(Finish finish) {
    return perform(engine.givenNotice(System.nanoTime()));
  }

  private Behavior<Command> onStop(Stop stop) {
    return perform(engine.stopped(System.nanoTime()));
  }

  private Behavior<Command> onReleased(Released released) {
    return Behaviors.stopped();
  }

  private Behavior<Command> onOpened(Opened opened) {
    return perform(engine.opened(opened.run(), opened.study()));
  }

  private Behavior<Command> onCannotOpen(CannotOpen cannot) {
    return perform(engine.refused(cannot.run(), cannot.why()));
  }

  private Behavior<Command> onReady(Ready ready) {
    return perform(engine.ready(ready.run(), ready.study(), ready.prepared()));
  }

  private Behavior<Command> onCannotGoOn(CannotGoOn cannot) {
    return perform(engine.couldNotGoOn(cannot.run(), cannot.why()));
  }

  private Behavior<Command> onFinished(Finished finished) {
    return perform(engine.finished(System.nanoTime()));
  }

  private Behavior<Command> onOutOfMemory(OutOfMemory event) {
    return perform(engine.ranOutOfMemory(event.assignment(), event.trial()));
  }

  private Behavior<Command> onBroke(Broke broke) {
    throw new IllegalStateException(id + " broke", broke.fault());
  }

  private Behavior<Command> onFull(Full full) {
    return perform(engine.filled(System.nanoTime()));
  }

  private Behavior<Command> onTick(Tick tick) {
    long now = System.nanoTime();
    standstill.endedAt(now).ifPresent(from -> engine.stoodStill(from, now));
    perform(engine.ticked(now));
    tickSoon();
    return Behaviors.same();
  }

  /** All engines of a JVM tick together, so that what they hand over shares a commit. */
  private void tickSoon() {
    long interval = settings.flushInterval().toNanos();
    timers.startSingleTimer(
        new Tick(), Duration.ofNanos(interval - Math.floorMod(System.nanoTime(), interval)));
  }

  private Behavior<Command> onPostStop(PostStop signal) {
    threads.stop();
    threads.forgetAll();
    return Behaviors.same();
  }

  private Behavior<Command> perform(List<EngineEffect> effects) {
    executor.execute(effects);
    return Behaviors.same();
  }
}
