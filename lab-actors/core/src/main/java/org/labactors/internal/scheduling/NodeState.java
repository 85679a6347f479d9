package org.labactors.internal.scheduling;

import java.util.LinkedHashSet;
import java.util.Set;

/** The engines of one JVM, which die together. */
final class NodeState {

  final Set<EngineState> engines = new LinkedHashSet<>();

  /** How many leases of its engines must have the node for themselves. */
  private int reservations;

  /** Whether an engine went with something to do: what became of it may become of the others. */
  private boolean struck;

  void add(Lease lease) {
    reservations += lease.isAlone() ? 1 : 0;
  }

  void remove(Lease lease) {
    reservations -= lease.isAlone() ? 1 : 0;
  }

  /** One of its engines is there no more. */
  void lost(EngineState engine) {
    engines.remove(engine);
    engine.leases.values().forEach(this::remove);
    struck |= engine.isBusy();
  }

  /** Whether it is running nothing. */
  boolean isIdle() {
    return engines.stream().noneMatch(EngineState::isBusy);
  }

  /** Whether a trial has it for itself. */
  boolean isReserved() {
    return reservations > 0;
  }

  /** Whether others of its engines are running something, or went with something. */
  boolean isSharedBy(EngineState engine) {
    return struck || engines.stream().anyMatch(each -> each != engine && each.isBusy());
  }
}
