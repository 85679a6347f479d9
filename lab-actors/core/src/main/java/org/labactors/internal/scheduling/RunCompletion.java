package org.labactors.internal.scheduling;

import java.time.Instant;
import java.util.List;
import org.labactors.study.Progress;
import org.labactors.study.RunId;

/** How runs end: recorded to the last trial, called off, or broken. */
final class RunCompletion {

  private final Books books;
  private final Withdrawals withdrawals = new Withdrawals();

  RunCompletion(Books books) {
    this.books = books;
  }

  /** Ends a run if everything is recorded. */
  boolean endIfDone(RunState book, Instant now, List<Effect> effects) {
    if (!book.isRunning() || !book.unrecorded.isEmpty()) {
      return false;
    }
    book.end(Progress.State.COMPLETED);
    end(book, now, effects); // engines only have to forget the study: nobody waits for that
    withdraw(book, effects);
    return true;
  }

  /** Ends a run before its time: engines are to drop it first. */
  void stop(RunState book, Progress.State how, Instant now, List<Effect> effects) {
    book.end(how);
    withdraw(book, effects);
    endIfWithdrawn(book, now, effects);
  }

  private void withdraw(RunState book, List<Effect> effects) {
    List<EngineId> engines =
        books.engines.keySet().stream().filter(engine -> !book.readiness.isUnable(engine)).toList();
    withdrawals.begin(book.id, engines);
    engines.forEach(engine -> effects.add(withdrawal(engine, book.id)));
  }

  /** Tells an engine to drop a run that it takes for one that is running. */
  void withdraw(EngineId engine, RunId run, List<Effect> effects) {
    withdrawals.begin(run, List.of(engine));
    effects.add(withdrawal(engine, run));
  }

  /** Tells again to drop a run whoever has not said that it did. */
  void withdrawAgain(List<Effect> effects) {
    withdrawals.forEach((engine, run) -> effects.add(withdrawal(engine, run)));
  }

  private Effect withdrawal(EngineId engine, RunId run) {
    RunState book = books.runs.get(run);
    boolean discard = book == null || book.state() == Progress.State.BROKEN;
    return new Effect.Withdraw(engine, run, discard);
  }

  /** An engine has dropped a run, and all that it measured of it is recorded. */
  void withdrawn(EngineId engine, RunId run, Instant now, List<Effect> effects) {
    RunState book = books.runs.get(run);
    if (withdrawals.ended(run, engine) && book != null) {
      endIfWithdrawn(book, now, effects);
    }
  }

  /** An engine is gone: nobody waits for it any more. */
  void forget(EngineId engine, Instant now, List<Effect> effects) {
    withdrawals.forget(engine);
    for (RunState book : List.copyOf(books.runs.values())) {
      endIfWithdrawn(book, now, effects);
    }
  }

  /** Ends a run that was stopped, if every engine has dropped it. */
  private void endIfWithdrawn(RunState book, Instant now, List<Effect> effects) {
    if (!book.isRunning() && !withdrawals.areOpen(book.id)) {
      end(book, now, effects);
    }
  }

  private void end(RunState book, Instant now, List<Effect> effects) {
    List.copyOf(book.leases.values()).forEach(books::drop);
    books.runs.remove(book.id);
    effects.add(new Effect.End(book.id, books.progress(book, now)));
  }
}
