package org.labactors.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.notebook.Batch;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.Recorder;
import org.labactors.notebook.WritableNotebook;
import org.labactors.scheduling.EngineId;
import org.labactors.scheduling.FailedTrial;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * Writes results into a notebook; the only one that does. It blocks while the disk works, and what
 * has queued up meanwhile goes into the next transaction ("group commit"). It confirms a batch
 * after it is on disk, never before; while it cannot record it confirms nothing, says why, and
 * tries again.
 */
public final class NotebookActor {

  /** Everything a notebook understands. */
  public sealed interface Command permits Open, Delivery, Close, Write, TryAgain {}

  /** Begin or continue the result set of a run. The lab gets {@link Opened} or {@link Refused}. */
  public record Open(RunId run, String tag, Study study, RecordOptions options)
      implements Command {}

  /** What engines send: results, as a whole or in parts. */
  public sealed interface Delivery extends Command, CborSerializable permits Record, RecordPart {}

  /**
   * Record a batch. Its engine gets {@link EngineActor.Confirmed}, the lab {@link Recorded}.
   *
   * @param awaited whether the engine wants to be told as soon as this batch is on disk, and those
   *     it sent before; otherwise it is told with a batch that comes later
   */
  @SuppressWarnings("JavaLangClash") // the word of the protocol; nobody needs the other one here
  public record Record(
      RunId run, Batch batch, boolean awaited, ActorRef<? super EngineActor.Confirmed> replyTo)
      implements Delivery {

    BatchId id() {
      return new BatchId(run, batch.trials());
    }
  }

  /**
   * A part of a batch that is too large for a message. When the last one is there, it is as if
   * {@link Record} had come.
   *
   * @param trials of the whole batch
   * @param number of the part, from 0
   * @param count how many parts there are
   * @param bytes made by {@link BatchParts}
   */
  public record RecordPart(
      RunId run,
      TrialRange trials,
      boolean awaited,
      int number,
      int count,
      ByteBuffer bytes,
      ActorRef<? super EngineActor.Confirmed> replyTo)
      implements Delivery {

    BatchId id() {
      return new BatchId(run, trials);
    }
  }

  /** Let go of the result set of a run. The lab gets {@link Closed}. */
  public record Close(RunId run) implements Command {}

  /**
   * Write what has queued up.
   *
   * @param gathered whether it has been waited for more
   */
  private record Write(boolean gathered) implements Command {}

  private record TryAgain() implements Command {}

  /** What a notebook tells its lab. */
  public sealed interface Event extends LabActor.Command
      permits Opened, Refused, Recorded, Troubled, Broke, Closed {}

  /**
   * The result set is open; these trials are still to be recorded.
   *
   * @param options as they were asked for, with what the code was that the notebook has noted
   */
  public record Opened(
      RunId run,
      Study study,
      TrialRanges pending,
      Tally tally,
      List<String> warnings,
      RecordOptions options)
      implements Event {}

  /** The result set cannot be opened; the text is for the user. */
  public record Refused(RunId run, String why) implements Event {}

  /**
   * Batches are on disk.
   *
   * @param tally how many trials of the run are, now
   */
  public record Recorded(RunId run, Tally tally, List<RecordedBatch> batches) implements Event {}

  /**
   * A batch on disk.
   *
   * @param seconds how long its trials took together
   * @param engine which ran them
   * @param failed those that are not ok
   */
  public record RecordedBatch(
      TrialRange trials, double seconds, EngineId engine, List<FailedTrial> failed) {}

  /** Nothing of a run can be recorded at present; empty when it can again. */
  public record Troubled(RunId run, Optional<String> why) implements Event {}

  /** A run's results can never be recorded. */
  public record Broke(RunId run, String why) implements Event {}

  /** The result set is closed, with so many trials recorded; empty if it was never open. */
  public record Closed(RunId run, Optional<Tally> tally) implements Event {}

  /** How many rows go into one transaction at the most, so that confirmations do not wait long. */
  private static final int MOST_ROWS = 50_000;

  /** A notebook actor for one lab. */
  public static Behavior<Command> create(
      WritableNotebook notebook, LabSettings settings, ActorRef<? super Event> lab) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new NotebookActor(context, timers, notebook, settings, lab).open()));
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final WritableNotebook notebook;
  private final LabSettings settings;
  private final ActorRef<? super Event> lab;
  private final Map<RunId, Recorder> recorders = new HashMap<>();

  /** What is not on disk. A batch that arrives again takes the place of the one that waits. */
  private final Map<BatchId, Record> queue = new LinkedHashMap<>();

  private final Arrivals arrivals = new Arrivals();
  private final Receipts receipts = new Receipts();
  private final Obstacles obstacles;
  private boolean writing;

  private NotebookActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      WritableNotebook notebook,
      LabSettings settings,
      ActorRef<? super Event> lab) {
    this.context = context;
    this.timers = timers;
    this.notebook = notebook;
    this.settings = settings;
    this.lab = lab;
    this.obstacles = new Obstacles((run, why) -> lab.tell(new Troubled(run, why)));
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Open.class, this::onOpen)
        .onMessage(Record.class, this::onRecord)
        .onMessage(RecordPart.class, this::onRecordPart)
        .onMessage(Close.class, this::onClose)
        .onMessage(Write.class, this::onWrite)
        .onMessage(TryAgain.class, this::onTryAgain)
        .onSignal(PostStop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onOpen(Open open) {
    try {
      RecordOptions options = open.options().withCodeOf(open.study());
      Recorder recorder = notebook.record(open.tag(), open.study(), options);
      recorders.put(open.run(), recorder);
      lab.tell(
          new Opened(
              open.run(),
              recorder.study(),
              recorder.pending(),
              recorder.tally(),
              recorder.warnings(),
              options));
      obstacles.opened(open.run());
    } catch (NotebookException | IllegalArgumentException refusal) {
      lab.tell(new Refused(open.run(), String.valueOf(refusal.getMessage())));
    } catch (RuntimeException | LinkageError fault) {
      // The study's own design may do anything at all.
      context.getLog().error("cannot open the result set '{}'", open.tag(), fault);
      lab.tell(new Refused(open.run(), fault.toString()));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onRecord(Record record) {
    queue.put(record.id(), record);
    writeSoon();
    return Behaviors.same();
  }

  private Behavior<Command> onRecordPart(RecordPart part) {
    arrivals.add(part).ifPresent(this::onRecord);
    return Behaviors.same();
  }

  private Behavior<Command> onClose(Close close) {
    Optional<Recorder> recorder = Optional.ofNullable(recorders.remove(close.run()));
    recorder.ifPresent(Recorder::close);
    receipts.forget(close.run());
    arrivals.forget(close.run());
    obstacles.closed(close.run());
    lab.tell(new Closed(close.run(), recorder.map(Recorder::tally)));
    return Behaviors.same();
  }

  private Behavior<Command> onWrite(Write write) {
    if (!write.gathered() && rowsQueued() < settings.batchRows()) {
      // What other engines hand over at the same tick is on its way, and may share the commit.
      LockSupport.parkNanos(settings.commitDelay().toNanos());
      context.getSelf().tell(new Write(true));
    } else {
      writing = false;
      writeSome();
    }
    return Behaviors.same();
  }

  private long rowsQueued() {
    return queue.values().stream().mapToLong(record -> record.batch().rowCount()).sum();
  }

  private Behavior<Command> onTryAgain(TryAgain tryAgain) {
    obstacles.look();
    writeSome();
    return Behaviors.same();
  }

  private Behavior<Command> onStop(PostStop signal) {
    while (isAnythingToWrite()) {
      writeSome();
    }
    recorders.values().forEach(Recorder::close);
    return Behaviors.same();
  }

  /** Writes once the messages that are already here have been seen. */
  private void writeSoon() {
    if (!writing && isAnythingToWrite()) {
      writing = true;
      context.getSelf().tell(new Write(false));
    }
  }

  private boolean isAnythingToWrite() {
    return queue.keySet().stream().anyMatch(batch -> !obstacles.holdUp(batch.run()));
  }

  private void writeSome() {
    takeGroups()
        .forEach(
            (run, records) -> {
              if (obstacles.holdUp(run)) {
                putBack(records); // what hit the run before would hit this one
              } else {
                write(run, records);
              }
            });
    writeSoon();
  }

  /** Takes the oldest batches out of the queue, as many as a transaction should have. */
  private Map<RunId, List<Record>> takeGroups() {
    Map<RunId, List<Record>> groups = new LinkedHashMap<>();
    int rows = 0;
    var queued = queue.values().iterator();
    while (queued.hasNext() && rows < MOST_ROWS) {
      Record record = queued.next();
      if (!obstacles.holdUp(record.run())) {
        queued.remove();
        rows += record.batch().rowCount();
        groups.computeIfAbsent(record.run(), run -> new ArrayList<>()).add(record);
      }
    }
    return groups;
  }

  private void write(RunId run, List<Record> records) {
    Recorder recorder = recorders.get(run);
    if (recorder == null) {
      // The run has ended without them. There is nothing left to wait for.
      receipts.settle(records);
      return;
    }
    try {
      recorder.record(records.stream().map(Record::batch).toList());
      confirm(run, recorder, records, List.of());
    } catch (RuntimeException failure) {
      if (isAboutValues(failure)) {
        recordOneByOne(run, recorder, records, failure);
      } else {
        putBack(records);
        wait(run, failure);
      }
    }
  }

  /** Whether it is the values that cannot be recorded; of whatever else is wrong, it may pass. */
  private static boolean isAboutValues(RuntimeException failure) {
    return !(failure instanceof NotebookException known) || known.isAboutValues();
  }

  /**
   * Tells that batches are on disk.
   *
   * @param refused trials of theirs that are recorded as failed instead
   */
  private void confirm(
      RunId run, Recorder recorder, List<Record> records, List<FailedTrial> refused) {
    lab.tell(
        new Recorded(
            run,
            recorder.tally(),
            records.stream().map(record -> recorded(record, refused)).toList()));
    obstacles.recorded(run);
    receipts.settle(records);
  }

  private static RecordedBatch recorded(Record record, List<FailedTrial> refused) {
    Batch batch = record.batch();
    List<FailedTrial> failed = new ArrayList<>(refused);
    failed.addAll(failedOf(batch));
    return new RecordedBatch(batch.trials(), batch.seconds(), new EngineId(batch.engine()), failed);
  }

  private static List<FailedTrial> failedOf(Batch batch) {
    List<FailedTrial> failed = new ArrayList<>();
    batch.eachFailure(
        (trial, status, failure) -> failed.add(FailedTrial.of(trial, status, failure)));
    return failed;
  }

  private void putBack(List<Record> records) {
    for (Record record : records) {
      queue.putIfAbsent(record.id(), record);
    }
  }

  /** Leaves a run, or all of them if the store is away, until it is tried again. */
  private void wait(RunId run, RuntimeException failure) {
    String why = String.valueOf(failure.getMessage());
    boolean away = failure instanceof NotebookException known && known.isTemporary();
    if (away ? obstacles.all(why) : obstacles.one(run, why)) {
      context.getLog().warn("cannot record at present: {}", why);
    }
    timers.startSingleTimer(new TryAgain(), settings.retryRecordingAfter());
  }

  /**
   * A transaction has values that the store cannot hold. Records its batches one by one, so that
   * none is held up by another; one that is refused again is split, down to the trial that it is
   * about, and that one is recorded as failed.
   */
  private void recordOneByOne(
      RunId run, Recorder recorder, List<Record> records, RuntimeException refusal) {
    context.getLog().warn("some values cannot be recorded: {}", refusal.toString());
    for (int i = 0; i < records.size(); i++) {
      try {
        List<FailedTrial> instead = new ArrayList<>();
        recordInParts(recorder, records.get(i).batch(), instead);
        confirm(run, recorder, List.of(records.get(i)), instead);
      } catch (RuntimeException again) {
        if (isAboutValues(again)) {
          context.getLog().error("not even a failure can be recorded", again);
          lab.tell(new Broke(run, "the notebook refuses to record: " + again.getMessage()));
        } else {
          putBack(records.subList(i, records.size()));
          wait(run, again);
        }
        return;
      }
    }
  }

  private static void recordInParts(Recorder recorder, Batch batch, List<FailedTrial> instead) {
    try {
      recorder.record(List.of(batch));
    } catch (RuntimeException refusal) {
      if (!isAboutValues(refusal)) {
        throw refusal;
      }
      if (batch.trials().size() == 1) {
        Batch failed = unrecordable(batch, refusal);
        recorder.record(List.of(failed));
        instead.addAll(failedOf(failed));
      } else {
        batch.halves().forEach(half -> recordInParts(recorder, half, instead));
      }
    }
  }

  private static Batch unrecordable(Batch batch, RuntimeException refusal) {
    Batch.Builder failed = new Batch.Builder(batch.engine(), batch.attempt());
    failed.add(
        new Result(
            batch.trials().first(),
            Status.FAILED,
            Values.none().rows(),
            Map.of(),
            Map.of(),
            Result.Timing.UNKNOWN,
            Result.Failure.of(refusal)));
    return failed.build();
  }
}
