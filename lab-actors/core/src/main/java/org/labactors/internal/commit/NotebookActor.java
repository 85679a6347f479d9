package org.labactors.internal.commit;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.NotebookProtocol.Close;
import org.labactors.internal.protocol.NotebookProtocol.Closed;
import org.labactors.internal.protocol.NotebookProtocol.Command;
import org.labactors.internal.protocol.NotebookProtocol.Event;
import org.labactors.internal.protocol.NotebookProtocol.Open;
import org.labactors.internal.protocol.NotebookProtocol.Opened;
import org.labactors.internal.protocol.NotebookProtocol.Record;
import org.labactors.internal.protocol.NotebookProtocol.RecordPart;
import org.labactors.internal.protocol.NotebookProtocol.Refused;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.RerunRecorder;
import org.labactors.internal.recording.WritableNotebook;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.settings.LabSettings;
import org.labactors.study.Tally;

/**
 * Writes results into a notebook; the only one that does. It blocks while the disk works, and what
 * has queued up meanwhile goes into the next transaction ("group commit"). It confirms a batch
 * after it is on disk, never before; while it cannot record it confirms nothing, says why, and
 * tries again.
 */
public final class NotebookActor {

  /** The messages that were here have been seen. */
  private record Due() implements Command {}

  /** What may share the commit is here. */
  private record Gathered() implements Command {}

  private record TryAgain() implements Command {}

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

  private Recorder recorder(Open open, RecordOptions options) {
    return options
        .rerun()
        .<Recorder>map(trials -> new RerunRecorder(open.study(), trials))
        .orElseGet(() -> notebook.record(open.tag(), open.study(), options));
  }

  private Behavior<Command> onOpen(Open open) {
    try {
      RecordOptions options = open.options().withCodeOf(open.study());
      Recorder recorder = recorder(open, options);
      committer.opened(open.run(), recorder);
      lab.tell(
          new Opened(
              open.run(),
              recorder.study(),
              options.ofPart(recorder.study(), recorder.pending()),
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
      part.replyTo().tell(new EngineProtocol.Confirmed(List.of(part.id())));
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
      effect.engine().tell(new EngineProtocol.Confirmed(effect.batches()));
    }

    @Override
    public void tryLater(NotebookEffect.TryLater effect) {
      effect.news().ifPresent(why -> context.getLog().warn("cannot record at present: {}", why));
      timers.startSingleTimer(new TryAgain(), settings.retryRecordingAfter());
    }
  }
}
