package org.labactors.internal.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides, on one node, who is given up when nodes are out of each other's reach. The lab decides
 * about all others, and nobody about the lab, for it has the notebook.
 *
 * <p>What counts is the link between a node and the lab at work, and each end of a link speaks for
 * itself. So nodes that work for the same lab need not reach each other, and what one of them says
 * of the others harms nobody. Whom the lab has not reached for a while it gives up. It also gives
 * up who has said for a while that it does not reach a node that the lab does reach, where that
 * link counts: nobody can join or be taken out of a cluster meanwhile. A node that has been without
 * its lab for longer than that gives itself up; the time between is for the lab to decide first.
 *
 * @param <N> what tells nodes apart
 */
final class DowningStrategy<N> {

  /** How long it may take until all nodes know whom the lab has given up. */
  private static final Duration TO_TELL = Duration.ofSeconds(5);

  private final N self;
  private final Duration patience;
  private final Map<N, Instant> troubledSince = new HashMap<>();
  private @Nullable Instant withoutLabSince;

  /** The view of a node, where the lab waits for so long. */
  DowningStrategy(N self, Duration patience) {
    this.self = self;
    this.patience = patience;
  }

  /** Whether it matters if this node reaches another; it does as long as there is no lab. */
  boolean counts(Optional<N> lab, N other) {
    return lab.isEmpty() || lab.get().equals(self) || lab.get().equals(other);
  }

  /**
   * Who is given up at this moment.
   *
   * @param lab the node of the lab at work, if there is one
   * @param unreached for each node whom it does not reach, as far as it has said so
   * @param now the time by a steady clock
   */
  Set<N> givenUp(Optional<N> lab, Map<N, Set<N>> unreached, Instant now) {
    Set<N> own = unreached.getOrDefault(self, Set.of());
    if (lab.filter(self::equals).isPresent()) {
      return byLab(own, unreached, now);
    }
    troubledSince.clear();
    if (lab.isPresent() && !own.contains(lab.get())) {
      withoutLabSince = null;
      return Set.of();
    }
    if (withoutLabSince == null) {
      withoutLabSince = now;
    }
    return isOver(withoutLabSince, patience.plus(TO_TELL), now) ? Set.of(self) : Set.of();
  }

  private Set<N> byLab(Set<N> own, Map<N, Set<N>> unreached, Instant now) {
    withoutLabSince = null;
    Set<N> troubled = new HashSet<>(own);
    unreached.forEach(
        (node, others) -> {
          if (!node.equals(self) && !own.containsAll(others)) {
            troubled.add(node);
          }
        });
    troubledSince.keySet().retainAll(troubled);
    troubled.forEach(node -> troubledSince.putIfAbsent(node, now));
    return troubled.stream()
        .filter(node -> isOver(troubledSince.getOrDefault(node, now), patience, now))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isOver(Instant since, Duration limit, Instant now) {
    return !now.isBefore(since.plus(limit));
  }
}
