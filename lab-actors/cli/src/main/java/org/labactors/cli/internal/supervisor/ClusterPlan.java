package org.labactors.cli.internal.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a cluster of this machine is to be.
 *
 * @param profile the profile of its nodes, for texts
 * @param engines how many engines each node has
 * @param patience how long a node may take to leave before it is killed
 * @param restarts when a node that has ended is started again
 * @param command the command line of each node, by its number from 1
 */
public record ClusterPlan(
    String profile,
    List<Integer> engines,
    Duration patience,
    RestartPolicy restarts,
    IntFunction<List<String>> command) {

  /** How many nodes there are to be. */
  public int nodes() {
    return engines.size();
  }

  /**
   * Engines spread over nodes as evenly as can be.
   *
   * @param engines at least as many as nodes
   * @param nodes at least 1
   * @return for each node the number of its engines
   */
  public static List<Integer> spread(int engines, int nodes) {
    return IntStream.range(0, nodes)
        .mapToObj(node -> engines / nodes + (node < engines % nodes ? 1 : 0))
        .toList();
  }
}
