package org.labactors.scheduling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state of one engine. */
final class EngineBook {

  final EngineId id;

  /** What it holds, by assignment number. */
  final Map<Long, Lease> leases = new LinkedHashMap<>();

  /** It has asked for work and not been given any since. */
  boolean hungry;

  /** How many assignments it had not finished when it asked last. */
  int holding;

  EngineBook(EngineId id) {
    this.id = id;
  }

  /** Whether it holds a trial that must have the engine for itself. */
  boolean isReserved() {
    return leases.values().stream().anyMatch(Lease::isAlone);
  }

  /** What it holds of one run. */
  List<Lease> leasesOf(RunId run) {
    return leases.values().stream().filter(lease -> lease.assignment().run().equals(run)).toList();
  }
}
