package org.labactors.scheduling;

import java.util.ArrayList;
import java.util.List;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * What becomes of the trials of an engine that died. Those that it may have been running fall under
 * suspicion, and go out again one by one; the rest goes back. If it died with one trial only, that
 * trial is blamed, and given up when it has been blamed {@code maxAttempts} times.
 */
final class Losses {

  private final Policy policy;
  private final Books books;

  Losses(Policy policy, Books books) {
    this.policy = policy;
    this.books = books;
  }

  /** An engine has died with these leases. */
  List<Effect> died(EngineId engine, List<Lease> leases) {
    List<Effect> effects = new ArrayList<>();
    boolean certain = leases.size() == 1 && leases.get(0).outstanding().size() == 1;
    long ahead = policy.maxAhead();
    for (Lease lease : leases) {
      RunBook run = books.runOf(lease);
      TrialRanges outstanding = lease.outstanding().copy();
      books.drop(lease);
      if (certain) {
        blame(run, outstanding.ranges().get(0).first(), engine, effects);
      } else {
        ahead -= suspect(run, outstanding, ahead);
      }
    }
    return effects;
  }

  private void blame(RunBook run, long trial, EngineId engine, List<Effect> effects) {
    List<EngineId> died = run.died(trial, engine);
    if (died.size() >= policy.maxAttempts()) {
      run.givenUp.add(TrialRange.of(trial));
      effects.add(new Effect.GiveUp(run.id, trial, died));
    } else {
      run.suspects.add(TrialRange.of(trial));
    }
  }

  /** Puts what may have been running under suspicion, the rest back; returns how many that are. */
  private static long suspect(RunBook run, TrialRanges outstanding, long ahead) {
    TrialRanges rest = outstanding.copy();
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
