package org.labactors.internal.protocol;

import akka.actor.typed.ActorRef;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.scheduling.FailedTrial;
import org.labactors.internal.wire.BatchId;
import org.labactors.internal.wire.CborSerializable;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.RunId;
import org.labactors.study.Study;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/** What is told to the actor that writes a notebook, and what it tells its lab. */
public final class NotebookProtocol {

  private NotebookProtocol() {}

  /** Everything a notebook understands: requests, and what it tells itself. */
  public interface Command {}

  /** What others may ask of a notebook. */
  public sealed interface Request extends Command permits Open, Delivery, Close {}

  /** Begin or continue the result set of a run. The lab gets {@link Opened} or {@link Refused}. */
  public record Open(RunId run, String tag, Study study, RecordOptions options)
      implements Request {}

  /** What engines send: results, as a whole or in parts. */
  public sealed interface Delivery extends Request, CborSerializable permits Record, RecordPart {}

  /**
   * Record a batch. Its engine gets {@link EngineProtocol.Confirmed}, the lab {@link Recorded}.
   *
   * @param awaited whether the engine wants to be told as soon as this batch is on disk, and those
   *     it sent before; otherwise it is told with a batch that comes later
   */
  @SuppressWarnings("JavaLangClash") // the word of the protocol; nobody needs the other one here
  public record Record(
      RunId run, Batch batch, boolean awaited, ActorRef<? super EngineProtocol.Confirmed> replyTo)
      implements Delivery {

    public BatchId id() {
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
   * @param bytes made by {@code BatchParts}
   */
  public record RecordPart(
      RunId run,
      TrialRange trials,
      boolean awaited,
      int number,
      int count,
      ByteBuffer bytes,
      ActorRef<? super EngineProtocol.Confirmed> replyTo)
      implements Delivery {

    public BatchId id() {
      return new BatchId(run, trials);
    }
  }

  /** Let go of the result set of a run. The lab gets {@link Closed}. */
  public record Close(RunId run) implements Request {}

  /** What a notebook tells its lab. */
  public sealed interface Event extends LabProtocol.Command
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
}
