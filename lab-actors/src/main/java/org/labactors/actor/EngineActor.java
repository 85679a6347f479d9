package org.labactors.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.LifeCycle;
import org.labactors.scheduling.Assignment;
import org.labactors.scheduling.EngineId;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;
import org.labactors.study.TrialRange;

/**
 * Runs one trial at a time, on a thread of its own, and stays responsive meanwhile. It asks its lab
 * for work and sends what was measured straight to the notebook, again and again until the notebook
 * confirms.
 */
public final class EngineActor {

  /** Everything an engine understands. */
  public sealed interface Command
      permits Registered,
          Prepare,
          Assign,
          Recall,
          Withdraw,
          Confirmed,
          Finish,
          Stop,
          Released,
          Opened,
          CannotOpen,
          Ready,
          CannotGoOn,
          Finished,
          OutOfMemory,
          Broke,
          Full,
          Tick {}

  /** The lab knows the engine; this is where its results go, and where code comes from. */
  public record Registered(
      ActorRef<NotebookActor.Delivery> notebook, ActorRef<ShipperActor.Fetch> shipper)
      implements Command, CborSerializable {}

  /**
   * A study, sent before its first assignment; the lab gets {@link FromEngine.CanRun} or {@link
   * FromEngine.CannotRun}.
   */
  public record Prepare(RunId run, SentStudy study) implements Command, CborSerializable {}

  /** Trials to run. The same assignment may come twice. */
  public record Assign(Assignment assignment) implements Command, CborSerializable {}

  /**
   * Give back what is not started of an assignment; the lab gets {@link FromEngine.Returned}.
   *
   * @param from the first trial to give back
   */
  public record Recall(long assignment, long from) implements Command, CborSerializable {}

  /**
   * Drop a run; the lab gets {@link FromEngine.Withdrawn} when all that was measured is recorded.
   *
   * @param discard whether it is not to be recorded, because it cannot be
   */
  public record Withdraw(RunId run, boolean discard) implements Command, CborSerializable {}

  /** Batches are on disk. */
  public record Confirmed(List<BatchId> batches) implements Command, CborSerializable {}

  /** Give back what is not started, finish the rest, and stop when it is recorded. */
  public record Finish() implements Command {}

  /** Leave everything to other engines and stop, without a trial being blamed for it. */
  public record Stop() implements Command {}

  /** The lab does not count on the engine any more. */
  public record Released() implements Command, CborSerializable {}

  /** The study of a run, opened with its code. */
  record Opened(RunId run, Study study) implements Command {}

  /** The study of a run cannot be opened on this node. */
  record CannotOpen(RunId run, String why) implements Command {}

  /** The experiment of a study that this engine set up runs. */
  record Ready(RunId run, Study study, Bench bench) implements Command {}

  private record CannotGoOn(RunId run, String why) implements Command {}

  private record Finished(Assignment assignment) implements Command {}

  private record OutOfMemory(Assignment assignment, long trial) implements Command {}

  private record Broke(Throwable fault) implements Command {}

  private record Full() implements Command {}

  private record Tick() implements Command {}

  /** How many assignments an engine holds at the most: the one it runs and the next. */
  private static final int MOST_ASSIGNMENTS = 2;

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
      ActorRef<StudiesActor.Command> studies) {
    return create(id, settings, lab, Optional.of(studies));
  }

  private static Behavior<Command> create(
      EngineId id,
      LabSettings settings,
      ActorRef<? super FromEngine> lab,
      Optional<ActorRef<StudiesActor.Command>> studies) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new EngineActor(context, timers, id, settings, lab, studies).work()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final EngineId id;
  private final LabSettings settings;
  private final ActorRef<? super FromEngine> lab;
  private final Outbox outbox;
  private final Requests requests;
  private final Preparation preparation;
  private final Set<RunId> withdrawing = new HashSet<>();
  private final Deliveries deliveries;

  /** What was given back of assignments. It may have to be said again, when they are finished. */
  private final Recent<Long, TrialRange> givenBack = new Recent<>(64);

  private @Nullable ActorRef<NotebookActor.Delivery> notebook;
  private @Nullable ActorRef<ShipperActor.Fetch> shipper;
  private final Standstill standstill;
  private Workbench workbench;
  private int threads;

  /** No more work is taken on. */
  private boolean leaving;

  /** The lab has been asked to count on this engine no more. */
  private boolean left;

  private EngineActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      EngineId id,
      LabSettings settings,
      ActorRef<? super FromEngine> lab,
      Optional<ActorRef<StudiesActor.Command>> studies) {
    this.context = context;
    this.timers = timers;
    this.id = id;
    this.settings = settings;
    this.lab = lab;
    this.requests = new Requests(id, context.getSelf(), lab, settings.pullAgainAfter());
    this.preparation =
        new Preparation(id, context.getSelf(), lab, studies, settings.code().check());
    this.outbox =
        new Outbox(
            id.name(),
            settings.batchRows(),
            settings.batchBytes(),
            settings.maxUnconfirmedBatches(),
            settings.maxUnconfirmedBytes(),
            settings.maxResultBytes(),
            () -> context.getSelf().tell(new Full()));
    this.deliveries =
        new Deliveries(
            context.getSelf(),
            settings.maxUnconfirmedBatches(),
            settings.resendAfter(),
            System::nanoTime);
    this.workbench = newWorkbench();
    this.standstill = Standstill.ofThisProcess(settings.flushInterval());
    tickSoon();
    requests.register();
  }

  private Behavior<Command> work() {
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

  private Behavior<Command> onRegistered(Registered registered) {
    if (notebook == null) {
      notebook = registered.notebook();
      shipper = registered.shipper();
      pull();
    }
    return Behaviors.same();
  }

  private Behavior<Command> onPrepare(Prepare prepare) {
    preparation.begin(prepare, shipper);
    return Behaviors.same();
  }

  private Behavior<Command> onAssign(Assign assign) {
    Assignment assignment = assign.assignment();
    Bench bench = preparation.repertoire().bench(assignment.run());
    if (leaving) {
      if (requests.isAnsweredBy(assignment)) {
        noteGivenBack(assignment.number(), assignment.trials());
      }
      giveBack(assignment.number(), assignment.trials().first());
    } else if (bench == null) {
      lab.tell(new FromEngine.Describe(id, assignment.run()));
    } else if (requests.isAnsweredBy(assignment)) {
      workbench.put(assignment, bench);
      pull();
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRecall(Recall recall) {
    if (requests.hasReceived(recall.assignment())) { // if it was lost, it comes again
      giveBack(recall.assignment(), recall.from());
    }
    return Behaviors.same();
  }

  private void giveBack(long assignment, long from) {
    Optional<Workbench.GivenBack> given = workbench.giveBack(assignment, from);
    given
        .flatMap(Workbench.GivenBack::trials)
        .ifPresent(trials -> noteGivenBack(assignment, trials));
    boolean more = given.isPresent() && given.get().more();
    lab.tell(new FromEngine.Returned(id, assignment, givenBack.get(assignment), more));
  }

  private void noteGivenBack(long assignment, TrialRange trials) {
    boolean unused = givenBack.note(assignment, trials);
  }

  private Behavior<Command> onWithdraw(Withdraw withdraw) {
    withdrawing.add(withdraw.run());
    workbench.drop(withdraw.run());
    if (withdraw.discard()) {
      flush(false);
      deliveries.discard(withdraw.run()).forEach(outbox::confirmed);
    }
    endWithdrawals();
    return Behaviors.same();
  }

  private Behavior<Command> onConfirmed(Confirmed confirmed) {
    for (BatchId batch : confirmed.batches()) {
      deliveries.confirmed(batch).ifPresent(outbox::confirmed);
    }
    endWithdrawals();
    return leaveIfDone();
  }

  private Behavior<Command> onFinish(Finish finish) {
    leaving = true;
    for (Assignment assignment : workbench.assignments()) {
      giveBack(assignment.number(), 0);
    }
    return leaveIfDone();
  }

  private Behavior<Command> onStop(Stop stop) {
    leaving = true;
    workbench.stop();
    flush(false);
    leave();
    return Behaviors.same();
  }

  private Behavior<Command> onReleased(Released released) {
    return Behaviors.stopped();
  }

  private Behavior<Command> leaveIfDone() {
    if (leaving) {
      flush(true);
      if (workbench.holding().isEmpty() && deliveries.isEmpty()) {
        leave();
      }
    }
    return Behaviors.same();
  }

  private void leave() {
    if (!left) {
      left = true;
      requests.leave();
    }
  }

  private Behavior<Command> onOpened(Opened opened) {
    preparation.opened(opened);
    return Behaviors.same();
  }

  private Behavior<Command> onCannotOpen(CannotOpen cannot) {
    preparation.failed(cannot);
    return Behaviors.same();
  }

  private Behavior<Command> onReady(Ready ready) {
    preparation.ready(ready);
    return Behaviors.same();
  }

  private Behavior<Command> onCannotGoOn(CannotGoOn cannot) {
    lab.tell(new FromEngine.CannotRun(id, cannot.run(), cannot.why()));
    return Behaviors.same();
  }

  private Behavior<Command> onFinished(Finished finished) {
    if (workbench.holding().isEmpty()) {
      flush(true); // the lab may be waiting for just these results
    }
    pull();
    endWithdrawals();
    return leaveIfDone();
  }

  private Behavior<Command> onOutOfMemory(OutOfMemory event) {
    lab.tell(new FromEngine.RanOutOfMemory(id, event.assignment().number(), event.trial()));
    return Behaviors.same();
  }

  private Behavior<Command> onBroke(Broke broke) {
    throw new IllegalStateException(id + " broke", broke.fault());
  }

  private Behavior<Command> onFull(Full full) {
    flush(true);
    return Behaviors.same();
  }

  private Behavior<Command> onTick(Tick tick) {
    long now = System.nanoTime();
    standstill.endedAt(now).ifPresent(from -> workbench.leaveOut(from, now));
    workbench.checkTimeout(now);
    if (workbench.giveUpIfStuck(now, settings.interruptGrace())) {
      replaceWorkbench();
    }
    flush(false);
    if (notebook != null) {
      deliveries.resend(notebook);
    }
    if (requests.isDue(now)) {
      askAgain();
    }
    endWithdrawals();
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
    workbench.stop();
    preparation.dropAll();
    return Behaviors.same();
  }

  /** Repeats what has not been answered for long. */
  private void askAgain() {
    if (left) {
      requests.leave();
    } else if (notebook == null) {
      requests.register();
    } else if (requests.isHungry()) {
      requests.registerIfForgotten();
      pull();
    }
  }

  private void pull() {
    List<Long> holding = workbench.holding();
    if (!leaving && notebook != null && holding.size() < MOST_ASSIGNMENTS) {
      requests.pull(holding, outbox.isEmpty());
    }
  }

  /**
   * Hands over what was measured.
   *
   * @param awaited whether the engine is to hear as soon as all that it ever measured is on disk
   */
  private void flush(boolean awaited) {
    List<Outbox.Parcel> parcels = outbox.takeAll();
    if (notebook != null) {
      deliveries.send(parcels, awaited, notebook);
    } else if (!parcels.isEmpty()) {
      throw new IllegalStateException(id + " has results before it has a notebook");
    }
  }

  private void endWithdrawals() {
    if (withdrawing.isEmpty()) {
      return;
    }
    flush(true);
    for (RunId run : Set.copyOf(withdrawing)) {
      if (!workbench.holds(run) && !deliveries.holds(run)) {
        withdrawing.remove(run);
        preparation.drop(run);
        lab.tell(new FromEngine.Withdrawn(id, run));
      }
    }
  }

  private void replaceWorkbench() {
    Workbench stuck = workbench;
    workbench = newWorkbench();
    // The thread that is stuck keeps the instances of the experiments that it may be using.
    preparation.repertoire().renew();
    stuck.moveTo(workbench, preparation.repertoire()::benchOf);
    lab.tell(new FromEngine.ThreadAbandoned(id));
  }

  private Workbench newWorkbench() {
    ActorRef<Command> self = context.getSelf();
    threads++;
    return new Workbench(
        id.name() + (threads == 1 ? "" : "/" + threads),
        new LifeCycle(Clock.systemUTC(), System::nanoTime),
        outbox,
        new Workbench.Events() {
          @Override
          public void finished(Assignment assignment) {
            self.tell(new Finished(assignment));
          }

          @Override
          public void ranOutOfMemory(Assignment assignment, long trial) {
            self.tell(new OutOfMemory(assignment, trial));
          }

          @Override
          public void cannotRun(RunId run, String why) {
            self.tell(new CannotGoOn(run, why));
          }

          @Override
          public void broke(Throwable fault) {
            self.tell(new Broke(fault));
          }
        });
  }
}
