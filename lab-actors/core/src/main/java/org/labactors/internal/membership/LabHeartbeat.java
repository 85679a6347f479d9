package org.labactors.internal.membership;

import akka.actor.ActorIdentity;
import akka.actor.ActorRef;
import akka.actor.Address;
import akka.actor.ExtendedActorSystem;
import akka.actor.Identify;
import akka.actor.RootActorPath;
import akka.cluster.Cluster;
import akka.remote.FailureDetectorRegistry;
import java.util.Set;

/**
 * Heartbeats over the links that count, for clusters in which Akka leaves some of them out: it has
 * each node watch over a few others only, whichever these are.
 */
final class LabHeartbeat {

  private final ExtendedActorSystem system;
  private final Cluster cluster;
  private final FailureDetectorRegistry<Address> detectors;
  private final ActorRef answers;

  /**
   * Those of a node.
   *
   * @param answers gets what the other nodes answer, for {@link #answered}
   */
  LabHeartbeat(Cluster cluster, ActorRef answers) {
    this.system = cluster.system();
    this.cluster = cluster;
    this.detectors = cluster.failureDetector();
    this.answers = answers;
  }

  /**
   * Asks for a sign of life, where Akka may not.
   *
   * @param nodes to which the links count
   * @param members how many nodes the cluster has
   */
  void beat(Set<Address> nodes, int members) {
    if (members <= cluster.settings().MonitoredByNrOfMembers() + 1) {
      return;
    }
    for (Address node : nodes) {
      if (!detectors.isMonitoring(node)) {
        detectors.heartbeat(node); // from now on it is missed
      }
      system
          .actorSelection(new RootActorPath(node, "/").child("system").child("cluster"))
          .tell(new Identify(""), answers);
    }
  }

  /** Another node has answered. */
  void answered(ActorIdentity answer) {
    answer.getActorRef().ifPresent(actor -> detectors.heartbeat(actor.path().address()));
  }
}
