package org.labactors.internal.node;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import java.util.concurrent.Executor;

/** What actors need to know about the node that they are on. */
public final class LocalNode {

  private LocalNode() {}

  /** Host and port at which the node listens. */
  public static String addressOf(ActorSystem<?> system) {
    return NodeNames.text(Cluster.get(system).selfMember().address());
  }

  /** Whether the node has been let into a cluster. */
  public static boolean isInCluster(ActorSystem<?> system) {
    return Cluster.get(system).selfMember().status() != MemberStatus.removed();
  }

  /** Threads of the node's actor system that may block. */
  public static Executor blocking(ActorSystem<?> system) {
    return system.dispatchers().lookup(DispatcherSelector.blocking());
  }
}
