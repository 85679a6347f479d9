package org.labactors.internal.membership;

import akka.event.EventStream;
import akka.remote.PhiAccrualFailureDetector;
import com.typesafe.config.Config;

/**
 * Judges the link to one other node as Akka does by default, but calls nobody unreachable whose
 * link does not count: as long as any node is called unreachable by any other, nobody can join a
 * cluster fully or be taken out of it. Akka makes them, as {@code
 * akka.cluster.failure-detector.implementation-class}.
 */
public final class LinkDetector extends PhiAccrualFailureDetector {

  private final LabLinks links;

  /** One of a node. */
  public LinkDetector(Config config, EventStream ofNode) {
    super(config, ofNode);
    this.links = LabLinks.of(ofNode);
  }

  @Override
  public boolean isAvailable() {
    return super.isAvailable() || !links.count(address());
  }
}
