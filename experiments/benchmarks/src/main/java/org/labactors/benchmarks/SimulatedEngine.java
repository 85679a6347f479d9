package org.labactors.benchmarks;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.TrialRange;

/**
 * Stands in for an engine: it pulls and records as one does, but a trial is only a time that
 * passes, between 1 ms and 1 s, its logarithm evenly distributed. So a thousand of them need no
 * core.
 */
final class SimulatedEngine {

  private record Done(Assignment assignment, double seconds) {}

  /** How many assignments an engine holds at the most: the one it runs and the next. */
  private static final int MOST_ASSIGNMENTS = 2;

  private static final double LEAST_SECONDS = 0.001;
  private static final double RANGE = Math.log(1_000);

  private final ActorContext<Object> context;
  private final TimerScheduler<Object> timers;
  private final EngineId id;
  private final ActorRef<LabProtocol.Command> lab;
  private final LongAdder assignments;
  private final Deque<Assignment> held = new ArrayDeque<>();
  private @Nullable ActorRef<NotebookProtocol.Delivery> notebook;
  private long received;

  private SimulatedEngine(
      ActorContext<Object> context,
      TimerScheduler<Object> timers,
      EngineId id,
      ActorRef<LabProtocol.Command> lab,
      LongAdder assignments) {
    this.context = context;
    this.timers = timers;
    this.id = id;
    this.lab = lab;
    this.assignments = assignments;
    lab.tell(new FromEngine.Register(id, context.getSelf().narrow()));
  }

  /** An engine that counts the assignments it has done. */
  static Behavior<Object> create(
      EngineId id, ActorRef<LabProtocol.Command> lab, LongAdder assignments) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new SimulatedEngine(context, timers, id, lab, assignments).work()));
  }

  private Behavior<Object> work() {
    return Behaviors.receive(Object.class)
        .onMessage(EngineProtocol.Registered.class, this::onRegistered)
        .onMessage(EngineProtocol.Prepare.class, this::onPrepare)
        .onMessage(EngineProtocol.Assign.class, this::onAssign)
        .onMessage(EngineProtocol.Recall.class, this::onRecall)
        .onMessage(EngineProtocol.Withdraw.class, this::onWithdraw)
        .onMessage(Done.class, this::onDone)
        .onAnyMessage(ignored -> Behaviors.same())
        .build();
  }

  private Behavior<Object> onRegistered(EngineProtocol.Registered registered) {
    notebook = registered.notebook();
    return pull();
  }

  private Behavior<Object> onPrepare(EngineProtocol.Prepare prepare) {
    lab.tell(new FromEngine.CanRun(id, prepare.run()));
    return Behaviors.same();
  }

  private Behavior<Object> onAssign(EngineProtocol.Assign assign) {
    if (assign.assignment().number() > received) {
      received = assign.assignment().number();
      held.add(assign.assignment());
      if (held.size() == 1) {
        begin(assign.assignment());
      }
      pull();
    }
    return Behaviors.same();
  }

  private void begin(Assignment assignment) {
    double seconds = 0;
    TrialRange trials = assignment.trials();
    for (long trial = trials.first(); trial < trials.end(); trial++) {
      seconds += seconds(trial);
    }
    timers.startSingleTimer(
        new Done(assignment, seconds), Duration.ofNanos((long) (seconds * 1e9)));
  }

  private static double seconds(long trial) {
    return LEAST_SECONDS * Math.exp(RANGE * new SplittableRandom(trial).nextDouble());
  }

  private Behavior<Object> onRecall(EngineProtocol.Recall recall) {
    lab.tell(new FromEngine.Returned(id, recall.assignment(), Optional.empty(), false));
    return Behaviors.same();
  }

  private Behavior<Object> onWithdraw(EngineProtocol.Withdraw withdraw) {
    held.clear();
    timers.cancelAll();
    lab.tell(new FromEngine.Withdrawn(id, withdraw.run()));
    return Behaviors.same();
  }

  private Behavior<Object> onDone(Done done) {
    held.remove();
    assignments.increment();
    record(done.assignment());
    if (!held.isEmpty()) {
      begin(held.element());
    }
    return pull();
  }

  private void record(Assignment assignment) {
    Batch.Builder batch = new Batch.Builder(id.name(), assignment.attempt());
    TrialRange trials = assignment.trials();
    for (long trial = trials.first(); trial < trials.end(); trial++) {
      batch.add(
          new Result(
              trial,
              Status.OK,
              List.of(Map.of()),
              Map.of(),
              Map.of(),
              new Result.Timing(0, 0, seconds(trial), 0),
              null));
    }
    if (notebook != null) {
      notebook.tell(
          new NotebookProtocol.Record(
              assignment.run(), batch.build(), true, context.getSelf().unsafeUpcast()));
    }
  }

  private Behavior<Object> pull() {
    if (held.size() < MOST_ASSIGNMENTS) {
      lab.tell(
          new FromEngine.Pull(id, received, held.stream().map(Assignment::number).toList(), false));
    }
    return Behaviors.same();
  }
}
