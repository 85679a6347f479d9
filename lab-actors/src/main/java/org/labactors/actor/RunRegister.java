package org.labactors.actor;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.labactors.scheduling.Progress;
import org.labactors.scheduling.RunId;
import org.labactors.study.Tally;

/**
 * The runs of a lab from submission to the end: opening, while the notebook looks whether it can
 * take the study; active; closing, when the last trial is done and the notebook lets go; ended. It
 * says who is to be told what; what the last runs came to is kept for those who ask later.
 */
final class RunRegister {

  /** What is known of a run. */
  private static final class Entry {
    final String tag;
    final ActorRef<StatusReply<LabActor.Submitted>> replyTo;
    final Recent<String, RunId> refusals = new Recent<>(100);
    final List<ActorRef<StatusReply<Progress>>> waiting = new ArrayList<>();
    @Nullable SentStudy study;
    @Nullable Progress end;

    Entry(
        String tag, @Nullable SentStudy study, ActorRef<StatusReply<LabActor.Submitted>> replyTo) {
      this.tag = tag;
      this.study = study;
      this.replyTo = replyTo;
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
  RunId submitted(
      String tag, @Nullable SentStudy sent, ActorRef<StatusReply<LabActor.Submitted>> replyTo) {
    RunId run = RunId.random();
    current.put(run, new Entry(tag, sent, replyTo));
    return run;
  }

  /** Whether a run under this tag has not ended. */
  boolean isInUse(String tag) {
    return current.values().stream().anyMatch(entry -> entry.tag.equals(tag));
  }

  /** Whether every run has ended. */
  boolean isEmpty() {
    return current.isEmpty();
  }

  /**
   * The result set is open: the run is active.
   *
   * @param sent the study as engines get it
   */
  void opened(NotebookActor.Opened opened, SentStudy sent) {
    Entry entry = current.get(opened.run());
    if (entry != null) {
      entry.study = sent;
      entry.replyTo.tell(
          StatusReply.success(
              new LabActor.Submitted(
                  opened.run(),
                  opened.study(),
                  opened.warnings(),
                  new LabActor.Kept(opened.study(), sent, opened.options().continued()))));
    }
  }

  /** The notebook will not have it, or it cannot be sent to engines. */
  void refused(RunId run, String why) {
    Entry entry = current.remove(run);
    if (entry != null) {
      entry.replyTo.tell(StatusReply.error(why));
    }
  }

  /** The study of an active run. */
  Optional<SentStudy> studyOf(RunId run) {
    return Optional.ofNullable(current.get(run)).map(entry -> entry.study);
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
      entry.end = end;
    }
  }

  /**
   * The notebook has let go: the run has ended, and who waits for it is told.
   *
   * @param tally what is recorded; more than the ledger knew, if the run was broken off
   */
  void closed(RunId run, Optional<Tally> tally) {
    Entry entry = current.remove(run);
    if (entry != null && entry.end != null) {
      Progress end = tally.map(entry.end::with).orElse(entry.end);
      boolean unused = ended.note(run, end);
      entry.waiting.forEach(each -> each.tell(StatusReply.success(end)));
    }
  }

  /** Somebody wants to know when a run has ended. */
  void await(LabActor.AwaitEnd await) {
    Entry entry = current.get(await.run());
    if (entry != null) {
      entry.waiting.add(await.replyTo());
    } else {
      await.replyTo().tell(progressOf(await.run()));
    }
  }

  /** What a run came to, as far as the ledger is done with it. */
  StatusReply<Progress> progressOf(RunId run) {
    Entry entry = current.get(run);
    Optional<Progress> end = entry == null ? ended.get(run) : Optional.ofNullable(entry.end);
    return end.map(StatusReply::success)
        .orElseGet(() -> StatusReply.error("there is no run " + run + ", or it ended long ago"));
  }
}
