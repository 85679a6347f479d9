package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.labactors.study.Progress;
import org.labactors.study.RunId;

/**
 * What engines say of the studies that they are asked to run. One that cannot run a study gets no
 * trial of it. If that goes for all engines that are there, others may be joining that can; when
 * none has come for a while, the run is broken off. A run does not end so if an engine that could
 * run it was lost: that one may come back.
 */
final class Refusals {

  private final Duration patience;
  private final Books books;
  private final Dispatcher dispatcher;
  private final RunCompletion completion;

  Refusals(Policy policy, Books books, Dispatcher dispatcher, RunCompletion completion) {
    this.patience = policy.refusalPatience();
    this.books = books;
    this.dispatcher = dispatcher;
    this.completion = completion;
  }

  /** An engine has joined. */
  void joined() {
    books.runs.values().forEach(run -> run.readiness.joined());
  }

  /** An engine asks for the study of a run, which may have ended meanwhile. */
  void asked(EngineId engine, RunId id, List<Effect> effects) {
    RunState run = books.runs.get(id);
    if (run == null || !run.isRunning()) {
      completion.withdraw(engine, id, effects);
    } else {
      effects.add(new Effect.Prepare(engine, id));
    }
  }

  /** An engine can run the study of a run, which may have ended meanwhile. */
  void accepted(EngineState engine, RunId id, Instant now, List<Effect> effects) {
    RunState run = books.runs.get(id);
    if (run == null || !run.isRunning()) {
      completion.withdraw(engine.id, id, effects);
    } else {
      run.readiness.accepted(engine.id);
      dispatcher.serve(engine, now, effects);
    }
  }

  /** An engine cannot run the study of a run. */
  void refused(EngineState engine, RunState run, String why, Instant now, List<Effect> effects) {
    run.readiness.refused(engine.id, why);
    engine.leasesOf(run.id).forEach(books::takeBack);
    breakHopeless(run, now, effects);
    dispatcher.serveIdle(now, effects);
  }

  /** Breaks off the runs that no engine can run, and for which none has come for a while. */
  void breakHopeless(Instant now, List<Effect> effects) {
    for (RunState run : List.copyOf(books.runs.values())) {
      breakHopeless(run, now, effects);
    }
  }

  private void breakHopeless(RunState run, Instant now, List<Effect> effects) {
    if (run.isRunning() && run.readiness.isHopeless(books.engines.keySet(), patience, now)) {
      run.trouble(run.readiness.refusal());
      completion.stop(
          run, run.hasBegun() ? Progress.State.BROKEN : Progress.State.REFUSED, now, effects);
    }
  }
}
