package org.labactors.cli.internal.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the node processes of a cluster are, as their supervisor says.
 *
 * @param name what the cluster is called
 * @param profile the profile of its nodes
 * @param since when the supervisor began
 * @param phase what the supervisor is doing
 * @param problem why the start failed; null if it did not
 * @param patience how long a node may take to leave
 * @param supervisor the supervisor
 * @param nodes the nodes, by number
 */
public record ClusterState(
    String name,
    String profile,
    Instant since,
    Phase phase,
    @Nullable Problem problem,
    Duration patience,
    ProcessMark supervisor,
    List<NodeState> nodes) {

  /** What a supervisor is doing. */
  public enum Phase {
    /** Not every node has been up yet. */
    STARTING,
    /** Every node has been up; those that end are started again. */
    RUNNING,
    /** The nodes are being ended. */
    STOPPING,
    /** A node could not be started; the others have been ended. */
    FAILED
  }

  /**
   * Why a start failed.
   *
   * @param refused whether a node refused what it was told, so that another try is no use
   * @param text the whole text for the user
   */
  public record Problem(boolean refused, String text) {}

  /** How many engines the nodes have together. */
  public int engines() {
    return nodes.stream().mapToInt(NodeState::engines).sum();
  }

  /** Every process there was when this was written. */
  List<ProcessMark> processes() {
    return Stream.concat(Stream.of(supervisor), nodes.stream().map(NodeState::process))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Whether any process of the cluster is there. */
  public boolean isAlive() {
    return processes().stream().anyMatch(ProcessMark::isAlive);
  }
}
