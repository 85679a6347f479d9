package org.labactors.cli.internal.supervisor;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a node process is.
 *
 * @param number which of the cluster's nodes it is, from 1
 * @param engines how many engines it has
 * @param phase what it is doing
 * @param process the process; null while there is none
 * @param since when the process was started
 * @param restarts how often it has been started again
 * @param nextStart when it will be started again; null while it is there
 * @param lastEnd how it ended the last time; null if it never has
 */
public record NodeState(
    int number,
    int engines,
    Phase phase,
    @Nullable ProcessMark process,
    @Nullable Instant since,
    int restarts,
    @Nullable Instant nextStart,
    @Nullable String lastEnd) {

  /** What a node process is doing. */
  public enum Phase {
    /** It does not listen yet. */
    STARTING,
    /** It listens, and works for whatever lab there is. */
    UP,
    /** It has ended and will be started again. */
    DOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether its process is there. */
  public boolean isAlive() {
    return process != null && process.isAlive();
  }
}
