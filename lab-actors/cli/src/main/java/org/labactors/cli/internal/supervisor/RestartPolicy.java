package org.labactors.cli.internal.supervisor;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * When a node process that has ended is started again: after a time that doubles whenever it ends
 * soon, and is short again when it has lived for long enough.
 *
 * @param after the shortest time
 * @param atMost the longest time
 * @param healthyAfter how long a process must live for the next restart to come after the shortest
 */
public record RestartPolicy(Duration after, Duration atMost, Duration healthyAfter) {

  /**
   * A policy that makes sense.
   *
   * @throws ClusterException if a time is not more than 0, or the longest less than the shortest
   */
  public RestartPolicy {
    positive("restart-after", after);
    positive("restart-after-at-most", atMost);
    positive("healthy-after", healthyAfter);
    if (atMost.compareTo(after) < 0) {
      throw ClusterException.refused(
          "lab.cluster.restart-after-at-most = "
              + atMost.toMillis()
              + " ms: must not be less than lab.cluster.restart-after, which is "
              + after.toMillis()
              + " ms");
    }
  }

  private static void positive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw ClusterException.refused(
          "lab.cluster." + key + " = " + value.toMillis() + " ms: must be more than 0");
    }
  }

  /** The keys under {@code lab.cluster}. */
  public static RestartPolicy of(Config config) {
    Config cluster = config.getConfig("lab.cluster");
    return new RestartPolicy(
        cluster.getDuration("restart-after"),
        cluster.getDuration("restart-after-at-most"),
        cluster.getDuration("healthy-after"));
  }

  /**
   * How long to wait before the next start.
   *
   * @param last how long it was the last time; zero if there was none
   * @param lifetime how long the process lived
   */
  Duration next(Duration last, Duration lifetime) {
    if (last.isZero() || lifetime.compareTo(healthyAfter) >= 0) {
      return after;
    }
    Duration doubled = last.multipliedBy(2);
    return doubled.compareTo(atMost) < 0 ? doubled : atMost;
  }
}
