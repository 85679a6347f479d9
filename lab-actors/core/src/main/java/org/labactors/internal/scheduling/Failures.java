package org.labactors.internal.scheduling;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.FailureKind;
import org.labactors.study.FailureLimit;

/** The failures of one run, and when they are too many for it to go on. */
final class Failures {

  /** Of so many kinds the failures are told apart; whatever else comes is counted in all only. */
  private static final int MOST_KINDS = 100;

  /** How often a kind of failure came, and the first of it. */
  private static final class Count {
    final FailedTrial first;
    long trials;

    Count(FailedTrial first) {
      this.first = first;
    }
  }

  private final FailureLimit limit;
  private final OptionalLong most;
  private final Map<FailureKind, Count> kinds = new HashMap<>();
  private @Nullable Count mostFrequent;
  private long failed;
  private boolean succeeded;

  /**
   * None yet.
   *
   * @param trials how many the study has
   */
  Failures(FailureLimit limit, long trials) {
    this.limit = limit;
    this.most = limit.most(trials);
  }

  /**
   * Trials are recorded that were not before.
   *
   * @param trials how many
   * @param failures those of them that failed
   */
  void recorded(long trials, List<FailedTrial> failures) {
    succeeded |= trials > failures.size();
    failed += failures.size();
    for (FailedTrial failure : failures) {
      if (kinds.size() < MOST_KINDS || kinds.containsKey(failure.kind())) {
        Count count = kinds.computeIfAbsent(failure.kind(), kind -> new Count(failure));
        count.trials++;
        if (mostFrequent == null || count.trials > mostFrequent.trials) {
          mostFrequent = count;
        }
      }
    }
  }

  /** Why the run must not go on, in words for the user; empty if it may. */
  Optional<String> tooMany() {
    Count alike = mostFrequent;
    if (alike == null) {
      return Optional.empty();
    }
    if (most.isPresent() && failed > most.getAsLong()) {
      return Optional.of(
          failed
              + (failed == 1 ? " trial" : " trials")
              + " failed, and max-failures = "
              + limit
              + " allows "
              + most.getAsLong()
              + (failed == 1 ? ": " : "; most of them: ")
              + alike.first);
    }
    if (limit.kind() == FailureLimit.Kind.ALIKE
        && !succeeded
        && alike.trials >= FailureLimit.MOST_ALIKE) {
      return Optional.of(
          (alike.trials == failed
                  ? "the first " + failed + " trials failed in the same way: "
                  : "none of the first "
                      + failed
                      + " trials succeeded, and "
                      + alike.trials
                      + " failed in the same way: ")
              + alike.first);
    }
    return Optional.empty();
  }

  /**
   * How many trials may be under way at the same time, so that no more fail than may before the run
   * stops; any number once one has succeeded. Each engine may have one nevertheless.
   */
  long mostUnderWay() {
    if (succeeded || limit.kind() == FailureLimit.Kind.NONE) {
      return Long.MAX_VALUE;
    }
    long alike = mostFrequent == null ? 0 : mostFrequent.trials;
    return Math.max(
        1, most.isPresent() ? most.getAsLong() + 1 - failed : FailureLimit.MOST_ALIKE - alike);
  }
}
