package org.labactors.cli.internal.supervisor;

import org.jspecify.annotations.Nullable;

/** A cluster of this machine that cannot be had. The message is the whole text for the user. */
public final class ClusterException extends RuntimeException {

  private final boolean refused;

  private ClusterException(String message, boolean refused, @Nullable Throwable cause) {
    super(message, cause);
    this.refused = refused;
  }

  /** What was asked for cannot be; nothing was started. */
  public static ClusterException refused(String message) {
    return new ClusterException(message, true, null);
  }

  /** What was asked for could not be finished. */
  public static ClusterException failed(String message) {
    return new ClusterException(message, false, null);
  }

  /** What was asked for cannot be, for this reason; nothing was started. */
  static ClusterException refused(String message, Throwable cause) {
    return new ClusterException(message, true, cause);
  }

  /** Whether nothing was started. */
  public boolean isRefused() {
    return refused;
  }
}
