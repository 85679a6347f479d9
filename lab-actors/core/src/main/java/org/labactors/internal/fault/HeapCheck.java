package org.labactors.internal.fault;

import org.labactors.node.NodeException;

/** Refuses a heap that is too small to begin with, rather than to run out of it later. */
public final class HeapCheck {

  private static final long MIB = 1 << 20;

  /** With less a small study does not end, measured with Java 17 and 25. */
  static final long LEAST_ALONE = 24 * MIB;

  /** The same for a lab or engines in a cluster, whose connections are encrypted. */
  static final long LEAST_IN_CLUSTER = 32 * MIB;

  /** Some collectors leave out of the maximum what they copy into. */
  private static final double SHARE_SEEN = 0.9;

  private HeapCheck() {}

  public static void requireAlone() {
    require(LEAST_ALONE, Runtime.getRuntime().maxMemory(), "a lab on one machine");
  }

  public static void requireInCluster() {
    require(LEAST_IN_CLUSTER, Runtime.getRuntime().maxMemory(), "a node of a cluster");
  }

  /**
   * Refuses a heap.
   *
   * @param least how many bytes are needed
   * @param most how many it may take, as the Java machine says
   * @throws NodeException if that is too few
   */
  static void require(long least, long most, String what) {
    if (most < least * SHARE_SEEN) {
      throw new NodeException(
          "the heap of the Java machine may take "
              + most / MIB
              + " MB; "
              + what
              + " needs "
              + least / MIB
              + " MB at least, more for large results\nGive it more, such as LAB_JAVA_OPTS=-Xmx"
              + 4 * least / MIB
              + "m.",
          null);
    }
  }
}
