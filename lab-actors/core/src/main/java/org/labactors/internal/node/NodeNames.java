package org.labactors.internal.node;

import akka.actor.Address;
import akka.cluster.UniqueAddress;

/** How nodes are named in messages, logs and notebooks. */
public final class NodeNames {

  private NodeNames() {}

  /** The name of a node, which no later one at its address has. */
  public static String nameOf(UniqueAddress node) {
    return text(node.address()) + "#" + incarnation(node);
  }

  /** Distinguishes a node from others that have listened at its address. */
  public static String incarnation(UniqueAddress node) {
    return Integer.toHexString(Long.hashCode(node.longUid()));
  }

  /** Host and port of an address. */
  public static String text(Address address) {
    return address.getHost().orElse("?") + ":" + address.getPort().orElse(0);
  }
}
