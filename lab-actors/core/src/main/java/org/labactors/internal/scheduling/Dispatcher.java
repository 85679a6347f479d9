package org.labactors.internal.scheduling;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Gives engines something to do, as {@link AssignmentPolicy} divides it: each that asks, as soon as
 * there is something.
 */
final class Dispatcher {

  private final Books books;
  private final AssignmentPolicy assignments;

  Dispatcher(Policy policy, Books books) {
    this.books = books;
    this.assignments = new AssignmentPolicy(policy, books.runs);
  }

  /**
   * Gives the engines that have nothing what there is, and recalls work for them if there is none.
   */
  void serveIdle(Instant now, List<Effect> effects) {
    if (books.idle.isEmpty()) {
      return;
    }
    if (books.runs.values().stream().anyMatch(RunState::hasWork)) {
      for (EngineId engine : List.copyOf(books.idle)) {
        EngineState book = books.engines.get(engine);
        if (book != null) {
          assign(book, now, effects);
        }
      }
    }
    boolean recalled = false;
    for (var idle = books.idle.iterator(); idle.hasNext() && !recalled; ) {
      recalled = recallFor(idle.next(), now, effects); // not for each: the longest is shared out
    }
  }

  /** Gives an engine something to do, if it has asked for it and there is something. */
  void serve(EngineState engine, Instant now, List<Effect> effects) {
    if (!engine.hungry || assign(engine, now, effects)) {
      return;
    }
    if (engine.holding > 0) {
      books.idle.remove(engine.id); // it has got something late, which it was taken not to have
    } else {
      books.idle.add(engine.id);
      boolean unused = recallFor(engine.id, now, effects);
    }
  }

  private boolean assign(EngineState engine, Instant now, List<Effect> effects) {
    prepare(engine.id, now, effects);
    Optional<Lease> next = assignments.next(engine, books.engines.size(), now);
    next.ifPresent(
        lease -> {
          books.add(engine, lease);
          effects.add(new Effect.Assign(engine.id, lease.assignment()));
        });
    return next.isPresent();
  }

  /**
   * Asks an engine whether it can run the runs of which it has not said so, the one with the fewest
   * engines first, since it may be the first that is answered.
   */
  private void prepare(EngineId engine, Instant now, List<Effect> effects) {
    books.runs.values().stream()
        .filter(run -> run.isRunning() && run.readiness.mustAsk(engine, now))
        .sorted(Comparator.comparingInt(RunState::engines))
        .forEach(run -> effects.add(new Effect.Prepare(engine, run.id)));
  }

  /**
   * Asks whoever has the most left to give part of it back, for an engine that has nothing. Whether
   * there is somebody to ask.
   */
  private boolean recallFor(EngineId engine, Instant now, List<Effect> effects) {
    Optional<Lease> longest = assignments.longestLease(engine, now);
    longest.ifPresent(
        lease -> {
          lease.recalledAt(now);
          effects.add(
              new Effect.Recall(
                  lease.engine(),
                  lease.assignment().number(),
                  assignments.firstToRecall(lease, books.idle)));
        });
    return longest.isPresent();
  }
}
