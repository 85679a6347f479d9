package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.labactors.study.RunId;

/** The state of one engine. */
final class EngineState {

  /** So long an engine that has asked for work is taken to be alive. */
  private static final Duration FRESH = Duration.ofMillis(500);

  final EngineId id;

  /** The JVM it is in. */
  final NodeState node;

  /** What it holds, by assignment number. */
  final Map<Long, Lease> leases = new LinkedHashMap<>();

  /**
   * The assignments of which others have recorded something: it may be running what is outstanding
   * nowhere, until it says that it does not hold them.
   */
  final Set<Long> overtaken = new HashSet<>();

  /** It has asked for work and not been given any since. */
  boolean hungry;

  /** How many assignments it had not finished when it asked last. */
  int holding;

  /** The highest number of an assignment that it has received for certain. */
  long received;

  /** When it asked last. */
  private Instant asked = Instant.MIN;

  EngineState(EngineId id, NodeState node) {
    this.id = id;
    this.node = node;
  }

  /** It asks for work. */
  void asked(int holding, Instant now) {
    hungry = true;
    this.holding = holding;
    asked = now;
  }

  /** Whether it asked a moment ago, and so was alive then. */
  boolean isFresh(Instant now) {
    return asked.isAfter(now.minus(FRESH));
  }

  /** Whether it may be running something. */
  boolean isBusy() {
    return !leases.isEmpty() || !overtaken.isEmpty();
  }

  /** What it holds of one run. */
  List<Lease> leasesOf(RunId run) {
    return leases.values().stream().filter(lease -> lease.assignment().run().equals(run)).toList();
  }
}
