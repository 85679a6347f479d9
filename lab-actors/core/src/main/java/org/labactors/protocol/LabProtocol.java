package org.labactors.protocol;

import akka.Done;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.util.List;
import org.labactors.internal.json.SentStudy;
import org.labactors.notebook.RecordOptions;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/** Everything one may tell a lab, and what it replies. */
public final class LabProtocol {

  private LabProtocol() {}

  /** Everything a lab understands: requests, and what it tells itself. */
  public interface Command {}

  /** What others may ask of a lab. */
  public sealed interface Request extends Command
      permits Submit, Resume, Cancel, GetProgress, AwaitEnd, CountEngines, Stop {}

  /** Start a study under a tag, or continue it. */
  public record Submit(
      String tag, Study study, RecordOptions options, ActorRef<StatusReply<Submitted>> replyTo)
      implements Request {}

  /**
   * Go on with a run that a lab of this JVM had before: with the code that it began with, and
   * without running again what has failed.
   */
  public record Resume(String tag, Kept kept, ActorRef<StatusReply<Submitted>> replyTo)
      implements Request {}

  /**
   * A study is under way.
   *
   * @param study the study with its seed
   * @param warnings what the user should know about continuing its result set; empty as a rule
   * @param kept with what another lab can resume it
   */
  public record Submitted(RunId run, Study study, List<String> warnings, Kept kept) {}

  /**
   * What a run keeps from its beginning.
   *
   * @param study with its seed
   * @param sent as engines get it, with its code
   * @param options for continuing it
   */
  public record Kept(Study study, SentStudy sent, RecordOptions options) {}

  /** Call a run off. What was measured is recorded, running trials are interrupted. */
  public record Cancel(RunId run) implements Request {}

  /** How far a run is; it may have ended. */
  public record GetProgress(RunId run, ActorRef<StatusReply<Progress>> replyTo)
      implements Request {}

  /** Reply when a run has ended and its result set is closed. */
  public record AwaitEnd(RunId run, ActorRef<StatusReply<Progress>> replyTo) implements Request {}

  /** How many engines there are. */
  public record CountEngines(ActorRef<Integer> replyTo) implements Request {}

  /** Call every run off, then stop. */
  public record Stop(ActorRef<Done> replyTo) implements Request {}
}
