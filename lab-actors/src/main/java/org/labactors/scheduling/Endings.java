package org.labactors.scheduling;

import java.time.Instant;
import java.util.List;

/** How runs end: recorded to the last trial, called off, or broken. */
final class Endings {

  private final Books books;

  Endings(Books books) {
    this.books = books;
  }

  /** Ends a run if everything is recorded. */
  boolean endIfDone(RunBook book, Instant now, List<Effect> effects) {
    if (!book.isRunning() || !book.unrecorded.isEmpty()) {
      return false;
    }
    book.end(Progress.State.COMPLETED);
    end(book, now, effects);
    // They need not answer; they only have to forget the study.
    books.engines.keySet().forEach(id -> effects.add(new Effect.Withdraw(id, book.id, true)));
    return true;
  }

  /** Ends a run before its time: engines are to drop it first. */
  void stop(RunBook book, Progress.State how, Instant now, List<Effect> effects) {
    book.end(how);
    for (EngineId engine : books.engines.keySet()) {
      if (!book.readiness.isUnable(engine)) {
        book.withdrawing.add(engine);
        effects.add(withdraw(engine, book));
      }
    }
    endIfWithdrawn(book, now, effects);
  }

  /** Tells an engine to drop a run. */
  static Effect withdraw(EngineId engine, RunBook book) {
    return new Effect.Withdraw(engine, book.id, book.state() == Progress.State.BROKEN);
  }

  /** Ends a run that was stopped, if every engine has dropped it. */
  void endIfWithdrawn(RunBook book, Instant now, List<Effect> effects) {
    if (!book.isRunning() && book.withdrawing.isEmpty()) {
      end(book, now, effects);
    }
  }

  private void end(RunBook book, Instant now, List<Effect> effects) {
    List.copyOf(book.leases.values()).forEach(books::drop);
    books.runs.remove(book.id);
    effects.add(new Effect.End(book.id, books.progress(book, now)));
  }
}
