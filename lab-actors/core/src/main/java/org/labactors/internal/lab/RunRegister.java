package org.labactors.internal.lab;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.internal.json.SentStudy;
import org.labactors.internal.protocol.NotebookProtocol;
import org.labactors.internal.scheduling.Recent;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.Progress;
import org.labactors.study.RunId;
import org.labactors.study.Tally;

/**
 * The runs of a lab from submission to the end: the only book of them beside the ledger, which has
 * those that are active. It replies to those who ask for a run. What the last runs came to is kept
 * for those who ask later.
 */
public final class RunRegister {

  /** How far a run is; each phase has what is known then. */
  private sealed interface Phase {}

  /**
   * The notebook looks whether it can take the study.
   *
   * @param sent the study as engines get it, if that is known from before
   */
  private record Opening(Optional<SentStudy> sent) implements Phase {}

  /** The result set is open; the study is being packed for engines of other nodes. */
  private record Packing(NotebookProtocol.Opened opened) implements Phase {}

  /** It is with the ledger. */
  private record Active(SentStudy study) implements Phase {}

  /** The last trial is done, and the notebook lets go. */
  private record Closing(Progress end) implements Phase {}

  /** What is known of a run. */
  private static final class Entry {
    final String tag;
    final ActorRef<StatusReply<LabProtocol.Submitted>> replyTo;
    final Recent<String, RunId> refusals = new Recent<>(100);
    final List<ActorRef<StatusReply<Progress>>> waiting = new ArrayList<>();
    Phase phase;

    Entry(
        String tag,
        Optional<SentStudy> sent,
        ActorRef<StatusReply<LabProtocol.Submitted>> replyTo) {
      this.tag = tag;
      this.replyTo = replyTo;
      this.phase = new Opening(sent);
    }

    /** The phase, if it is this one. */
    <P extends Phase> Optional<P> in(Class<P> wanted) {
      return Optional.of(phase).filter(wanted::isInstance).map(wanted::cast);
    }
  }

  private final Map<RunId, Entry> current = new LinkedHashMap<>();

  /** Whoever started a run asks for its end at once, or soon; only a few have ended meanwhile. */
  private final Recent<RunId, Progress> ended = new Recent<>(1_000);

  /**
   * A study was submitted; the notebook is to be asked.
   *
   * @param sent the study as engines get it, if that is known from before
   */
  public RunId submitted(
      String tag, Optional<SentStudy> sent, ActorRef<StatusReply<LabProtocol.Submitted>> replyTo) {
    RunId run = RunId.random();
    current.put(run, new Entry(tag, sent, replyTo));
    return run;
  }

  /** Whether a run under this tag has not ended. */
  public boolean isInUse(String tag) {
    return current.values().stream().anyMatch(entry -> entry.tag.equals(tag));
  }

  /** Whether every run has ended. */
  public boolean isEmpty() {
    return current.isEmpty();
  }

  private <P extends Phase> Optional<P> in(Class<P> phase, RunId run) {
    return Optional.ofNullable(current.get(run)).flatMap(entry -> entry.in(phase));
  }

  /** The result set is open; the study is to be packed, or to be offered as it was sent before. */
  public Optional<SentStudy> packing(NotebookProtocol.Opened opened) {
    Optional<SentStudy> sent = in(Opening.class, opened.run()).flatMap(Opening::sent);
    Entry entry = current.get(opened.run());
    if (entry != null) {
      entry.phase = new Packing(opened);
    }
    return sent;
  }

  /** The study is packed. What the notebook has said of the run, if it is still wanted. */
  public Optional<NotebookProtocol.Opened> packed(RunId run) {
    return in(Packing.class, run).map(Packing::opened);
  }

  /**
   * The run is active.
   *
   * @param sent the study as engines get it
   */
  public void opened(NotebookProtocol.Opened opened, SentStudy sent) {
    Entry entry = current.get(opened.run());
    if (entry != null) {
      entry.phase = new Active(sent);
      entry.replyTo.tell(
          StatusReply.success(
              new LabProtocol.Submitted(
                  opened.run(),
                  opened.study(),
                  opened.warnings(),
                  new LabProtocol.Kept(opened.study(), sent, opened.options().continued()))));
    }
  }

  /** The notebook will not have it, or it cannot be sent to engines. */
  public void refused(RunId run, String why) {
    Entry entry = current.remove(run);
    if (entry != null) {
      entry.replyTo.tell(StatusReply.error(why));
    }
  }

  /** The study of an active run. */
  Optional<SentStudy> studyOf(RunId run) {
    return in(Active.class, run).map(Active::study);
  }

  /** An engine cannot run a study; whether it is the first to say why. */
  boolean isNews(RunId run, String why) {
    Entry entry = current.get(run);
    return entry != null && entry.refusals.note(why, run);
  }

  /** Nothing of the run is with an engine any more; the notebook is to let go. */
  void closing(RunId run, Progress end) {
    Entry entry = current.get(run);
    if (entry != null) {
      entry.phase = new Closing(end);
    }
  }

  /**
   * The notebook has let go: the run has ended, and who waits for it is told.
   *
   * @param tally what is recorded; more than the ledger knew, if the run was broken off
   */
  public void closed(RunId run, Optional<Tally> tally) {
    Entry entry = current.remove(run);
    if (entry != null) {
      entry.in(Closing.class).ifPresent(closing -> ended(run, closing, tally, entry.waiting));
    }
  }

  private void ended(
      RunId run,
      Closing closing,
      Optional<Tally> tally,
      List<ActorRef<StatusReply<Progress>>> waiting) {
    Progress end = tally.map(closing.end()::with).orElse(closing.end());
    boolean unused = ended.note(run, end);
    waiting.forEach(each -> each.tell(StatusReply.success(end)));
  }

  /** Somebody wants to know when a run has ended. */
  public void await(LabProtocol.AwaitEnd await) {
    Entry entry = current.get(await.run());
    if (entry != null) {
      entry.waiting.add(await.replyTo());
    } else {
      await.replyTo().tell(progressOf(await.run()));
    }
  }

  /** What a run came to, as far as the ledger is done with it. */
  public StatusReply<Progress> progressOf(RunId run) {
    return in(Closing.class, run)
        .map(Closing::end)
        .or(() -> ended.get(run))
        .map(StatusReply::success)
        .orElseGet(() -> StatusReply.error("there is no run " + run + ", or it ended long ago"));
  }
}
