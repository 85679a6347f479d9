package org.labactors.internal.protocol;

import akka.actor.typed.ActorRef;
import org.labactors.internal.json.SentStudy;
import org.labactors.study.RunId;

/** What engines tell the actor that opens studies for them. */
public final class StudiesProtocol {

  private StudiesProtocol() {}

  /** Everything the studies of a node understands: requests, and what it tells itself. */
  public interface Command {}

  /** What others may ask of the studies of a node. */
  public sealed interface Request extends Command permits Want, Release {}

  /**
   * An engine needs a study; it gets {@link EngineProtocol.Opened} or {@link
   * EngineProtocol.CannotOpen}.
   *
   * @param from where its code is fetched
   */
  public record Want(
      RunId run,
      SentStudy study,
      ActorRef<ShipperProtocol.Fetch> from,
      ActorRef<EngineProtocol.Command> engine)
      implements Request {}

  /** An engine does not need a study any more. */
  public record Release(RunId run, ActorRef<EngineProtocol.Command> engine) implements Request {}
}
