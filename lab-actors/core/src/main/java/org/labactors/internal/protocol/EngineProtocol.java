package org.labactors.internal.protocol;

import akka.actor.typed.ActorRef;
import java.util.List;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.wire.BatchId;
import org.labactors.internal.wire.CborSerializable;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/** What labs, and the actor that opens studies, tell an engine. */
public final class EngineProtocol {

  private EngineProtocol() {}

  /** Everything an engine understands: requests, and what it tells itself. */
  public interface Command {}

  /** What others may ask of an engine. */
  public sealed interface Request extends Command
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
          CannotOpen {}

  /** The lab knows the engine; this is where its results go, and where code comes from. */
  public record Registered(
      ActorRef<NotebookProtocol.Delivery> notebook, ActorRef<ShipperProtocol.Fetch> shipper)
      implements Request, CborSerializable {}

  /**
   * A study, sent before its first assignment; the lab gets {@link FromEngine.CanRun} or {@link
   * FromEngine.CannotRun}.
   */
  public record Prepare(RunId run, SentStudy study) implements Request, CborSerializable {}

  /** Trials to run. The same assignment may come twice. */
  public record Assign(Assignment assignment) implements Request, CborSerializable {}

  /**
   * Give back what is not started of an assignment; the lab gets {@link FromEngine.Returned}.
   *
   * @param from the first trial to give back
   */
  public record Recall(long assignment, long from) implements Request, CborSerializable {}

  /**
   * Drop a run; the lab gets {@link FromEngine.Withdrawn} when all that was measured is recorded.
   *
   * @param discard whether it is not to be recorded, because it cannot be
   */
  public record Withdraw(RunId run, boolean discard) implements Request, CborSerializable {}

  /** Batches are on disk. */
  public record Confirmed(List<BatchId> batches) implements Request, CborSerializable {}

  /** Give back what is not started, finish the rest, and stop when it is recorded. */
  public record Finish() implements Request {}

  /** Leave everything to other engines and stop, without a trial being blamed for it. */
  public record Stop() implements Request {}

  /** The lab does not count on the engine any more. */
  public record Released() implements Request, CborSerializable {}

  /** The study of a run, opened with its code. */
  public record Opened(RunId run, Study study) implements Request {}

  /** The study of a run cannot be opened on this node. */
  public record CannotOpen(RunId run, String why) implements Request {}
}
