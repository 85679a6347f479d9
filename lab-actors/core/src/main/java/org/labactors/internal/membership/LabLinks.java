package org.labactors.internal.membership;

import akka.event.EventStream;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Which links of a node count, for its failure detectors, which Akka makes one by one and tells
 * nothing but the event stream of their actor system.
 */
final class LabLinks {

  private static final Map<EventStream, LabLinks> ALL =
      Collections.synchronizedMap(new WeakHashMap<>());

  /** Addresses of other nodes. */
  private volatile Set<String> ignored = Set.of();

  private LabLinks() {}

  /** Those of the node with this event stream. */
  static LabLinks of(EventStream ofNode) {
    return ALL.computeIfAbsent(ofNode, key -> new LabLinks());
  }

  /** From now on links to these addresses do not count, and all others do. */
  void ignore(Set<String> addresses) {
    ignored = Set.copyOf(addresses);
  }

  boolean count(String address) {
    return !ignored.contains(address);
  }
}
