package org.labactors.internal.membership;

import akka.actor.typed.ActorSystem;
import akka.cluster.Cluster;
import akka.cluster.Reachability;
import akka.cluster.UniqueAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Who does not reach whom, as each node of a cluster says for itself. The state of the cluster that
 * Akka shows knows only whom anybody does not reach.
 */
public final class Unreached {

  private Unreached() {}

  /** For each node that says so whom it does not reach, as far as this is known on a node. */
  static Map<UniqueAddress, Set<UniqueAddress>> knownTo(ActorSystem<?> system) {
    Reachability all = Cluster.get(system).readView().reachability();
    Map<UniqueAddress, Set<UniqueAddress>> unreached = new HashMap<>();
    for (Reachability.Record each : CollectionConverters.asJava(all.records())) {
      if (!all.isReachable(each.observer(), each.subject())) {
        unreached.computeIfAbsent(each.observer(), key -> new HashSet<>()).add(each.subject());
      }
    }
    return unreached;
  }

  /** Whom a node itself does not reach. */
  public static Set<UniqueAddress> by(ActorSystem<?> system) {
    return knownTo(system).getOrDefault(Cluster.get(system).selfUniqueAddress(), Set.of());
  }
}
