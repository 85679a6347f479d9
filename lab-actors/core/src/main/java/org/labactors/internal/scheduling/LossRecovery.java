package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * What becomes of the trials of engines that are gone. Of one that has left in good order all goes
 * out again. If engines died, those trials that they may have been running fall under suspicion,
 * and go out again one by one; the rest goes back.
 *
 * <p><b>Blame</b> falls on a trial only if it was certainly running, and nothing else was in the
 * same JVM: the only one left of an assignment that the engine has confirmed, or one that had been
 * given a node for itself, by request of a moment before. It is given up when it has been blamed
 * {@code maxAttempts} times, and it is known how the engines died, or has not become known for a
 * while. A trial that ends its JVM at once, before the engine can confirm anything, is a suspect
 * the first time and blamed from the second time on.
 */
final class LossRecovery {

  /** So long it may take until the machine of a node tells how it died. */
  private static final Duration OBITUARY = Duration.ofSeconds(60);

  private final Policy policy;
  private final Books books;
  private final Dispatcher dispatcher;
  private final RunCompletion completion;

  LossRecovery(Policy policy, Books books, Dispatcher dispatcher, RunCompletion completion) {
    this.policy = policy;
    this.books = books;
    this.dispatcher = dispatcher;
    this.completion = completion;
  }

  /** An engine has left of its own accord. */
  List<Effect> left(EngineId id, Instant now) {
    List<Effect> effects = new ArrayList<>();
    EngineState engine = books.remove(id);
    if (engine != null) {
      List.copyOf(engine.leases.values()).forEach(books::takeBack);
      books.gone(id, "left", now);
      gone(id, now, effects);
    }
    return effects;
  }

  private void gone(EngineId engine, Instant now, List<Effect> effects) {
    for (RunState run : books.runs.values()) {
      run.readiness.forget(engine);
    }
    completion.forget(engine, now, effects);
    dispatcher.serveIdle(now, effects);
  }

  /**
   * Engines have died, together.
   *
   * @param certain whether it is known how
   */
  List<Effect> died(List<EngineState> engines, String how, boolean certain, Instant now) {
    List<EngineState> alone =
        engines.stream().filter(engine -> !engine.node.isSharedBy(engine)).toList();
    engines.forEach(engine -> books.remove(engine.id));
    for (EngineState engine : engines) {
      List<Lease> leases = List.copyOf(engine.leases.values());
      if (alone.contains(engine) && isCertain(engine, leases)) {
        blame(leases.get(0), new Death(engine.id, how, certain), now);
      } else {
        long ahead = policy.maxAhead();
        for (Lease lease : leases) {
          ahead -= suspect(lease, ahead);
        }
      }
    }
    List<Effect> effects = new ArrayList<>(giveUp(now));
    engines.forEach(engine -> books.gone(engine.id, "died: " + how, now));
    engines.forEach(engine -> gone(engine.id, now, effects));
    return effects;
  }

  /** It became known how a node died. */
  void learned(String node, String how) {
    books.runs.values().forEach(run -> run.learned(node, how));
  }

  /** Gives up what is to be given up by now. */
  List<Effect> giveUp(Instant now) {
    return books.runs.values().stream()
        .filter(RunState::isRunning)
        .flatMap(run -> run.takeCondemned(now.minus(OBITUARY)).stream())
        .toList();
  }

  private static boolean isCertain(EngineState engine, List<Lease> leases) {
    if (leases.size() != 1
        || leases.get(0).outstanding().size() != 1
        || !engine.overtaken.isEmpty()) {
      return false;
    }
    Lease lease = leases.get(0);
    return lease.isAlone() || engine.received >= lease.assignment().number();
  }

  private void blame(Lease lease, Death death, Instant now) {
    RunState run = books.runOf(lease);
    long trial = lease.outstanding().ranges().get(0).first();
    books.drop(lease);
    List<Death> deaths = run.died(trial, death);
    if (deaths.size() >= policy.maxAttempts()) {
      run.condemn(trial, now);
    } else {
      run.suspects.add(TrialRange.of(trial));
    }
  }

  /** Puts what may have been running under suspicion, the rest back; returns how many that are. */
  private long suspect(Lease lease, long ahead) {
    RunState run = books.runOf(lease);
    TrialRanges rest = lease.outstanding().copy();
    books.drop(lease);
    long suspects = 0;
    while (suspects < ahead) {
      TrialRange next = rest.takeFirst(ahead - suspects);
      if (next == null) {
        break;
      }
      run.suspects.add(next);
      suspects += next.size();
    }
    run.pending.addAll(rest);
    return suspects;
  }
}
