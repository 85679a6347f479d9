package org.labactors.node;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides, on one node, who is given up when nodes are out of each other's reach. The lab decides
 * about all others, and nobody about the lab, for it has the notebook: it gives up whom it or
 * another node has not reached for a while. A node that has been without its lab for longer than
 * that gives itself up. The time between lets a lab that is reached by most give up the one node
 * that does not reach it, before the others believe that one.
 *
 * @param <N> what tells nodes apart
 */
final class Reach<N> {

  /** How long it may take until all nodes know whom the lab has given up. */
  private static final Duration TO_TELL = Duration.ofSeconds(5);

  private final N self;
  private final Duration patience;
  private final Map<N, Instant> silentSince = new HashMap<>();
  private @Nullable Instant withoutLabSince;

  /** The view of a node, where the lab waits for so long. */
  Reach(N self, Duration patience) {
    this.self = self;
    this.patience = patience;
  }

  /**
   * Who is given up at this moment.
   *
   * @param lab the node of the lab, if there is one
   * @param silent the nodes that somebody cannot reach
   */
  Set<N> givenUp(Optional<N> lab, Set<N> silent, Instant now) {
    silentSince.keySet().retainAll(silent);
    silent.forEach(node -> silentSince.putIfAbsent(node, now));
    if (lab.filter(self::equals).isPresent()) {
      return silent.stream()
          .filter(node -> isOver(silentSince.getOrDefault(node, now), patience, now))
          .collect(Collectors.toUnmodifiableSet());
    }
    if (lab.isPresent() && !silent.contains(lab.get())) {
      withoutLabSince = null;
      return Set.of();
    }
    if (withoutLabSince == null) {
      withoutLabSince = now;
    }
    return isOver(withoutLabSince, patience.plus(TO_TELL), now) ? Set.of(self) : Set.of();
  }

  private static boolean isOver(Instant since, Duration limit, Instant now) {
    return !now.isBefore(since.plus(limit));
  }
}
