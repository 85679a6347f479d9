package org.labactors.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
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
  public sealed interface Command permits Open, Delivery, Close, Due, Gathered, TryAgain {}

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

  /** The messages that were here have been seen. */
  private record Due() implements Command {}

  /** What may share the commit is here. */
  private record Gathered() implements Command {}

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
  private final CommitQueue queue;
  private final Committer committer;
  private final Arrivals arrivals = new Arrivals();
  private final Executing executing = new Executing();

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
    this.queue = new CommitQueue(settings.batchRows());
    this.committer = new Committer(queue);
  }

  private Behavior<Command> open() {
    return Behaviors.receive(Command.class)
        .onMessage(Open.class, this::onOpen)
        .onMessage(Record.class, this::onRecord)
        .onMessage(RecordPart.class, this::onRecordPart)
        .onMessage(Close.class, this::onClose)
        .onMessage(Due.class, this::onDue)
        .onMessage(Gathered.class, this::onGathered)
        .onMessage(TryAgain.class, this::onTryAgain)
        .onSignal(PostStop.class, this::onStop)
        .build();
  }

  private Behavior<Command> onOpen(Open open) {
    try {
      RecordOptions options = open.options().withCodeOf(open.study());
      Recorder recorder = notebook.record(open.tag(), open.study(), options);
      committer.opened(open.run(), recorder);
      lab.tell(
          new Opened(
              open.run(),
              recorder.study(),
              recorder.pending(),
              recorder.tally(),
              recorder.warnings(),
              options));
      return perform(queue.opened(open.run()));
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
    return perform(queue.arrived(record));
  }

  private Behavior<Command> onRecordPart(RecordPart part) {
    if (queue.isOpen(part.run())) {
      arrivals.add(part).ifPresent(this::onRecord);
    } else if (part.number() == part.count() - 1) {
      part.replyTo().tell(new EngineActor.Confirmed(List.of(part.id())));
    }
    return Behaviors.same();
  }

  private Behavior<Command> onClose(Close close) {
    Optional<Tally> tally = committer.close(close.run());
    arrivals.forget(close.run());
    perform(queue.closed(close.run()));
    lab.tell(new Closed(close.run(), tally));
    return Behaviors.same();
  }

  private Behavior<Command> onDue(Due due) {
    return perform(queue.due());
  }

  private Behavior<Command> onGathered(Gathered gathered) {
    return perform(queue.gathered());
  }

  private Behavior<Command> onTryAgain(TryAgain tryAgain) {
    return perform(queue.lookedAgain());
  }

  private Behavior<Command> onStop(PostStop signal) {
    while (queue.hasWork()) {
      perform(queue.gathered());
    }
    committer.closeAll();
    return Behaviors.same();
  }

  private Behavior<Command> perform(List<NotebookEffect> effects) {
    effects.forEach(effect -> effect.accept(executing));
    return Behaviors.same();
  }

  /** Does what the queue decides. */
  private final class Executing implements NotebookEffect.Visitor {

    @Override
    public void gather(NotebookEffect.Gather effect) {
      context.getSelf().tell(new Due());
    }

    @Override
    public void awaitMore(NotebookEffect.AwaitMore effect) {
      // What other engines hand over at the same tick is on its way, and may share the commit.
      LockSupport.parkNanos(settings.commitDelay().toNanos());
      context.getSelf().tell(new Gathered());
    }

    @Override
    public void commit(NotebookEffect.Commit effect) {
      perform(committer.commit(effect.run(), effect.records()));
      perform(queue.next());
    }

    @Override
    public void tell(NotebookEffect.Tell effect) {
      lab.tell(effect.event());
    }

    @Override
    public void confirm(NotebookEffect.Confirm effect) {
      effect.engine().tell(new EngineActor.Confirmed(effect.batches()));
    }

    @Override
    public void tryLater(NotebookEffect.TryLater effect) {
      effect.news().ifPresent(why -> context.getLog().warn("cannot record at present: {}", why));
      timers.startSingleTimer(new TryAgain(), settings.retryRecordingAfter());
    }
  }
}
