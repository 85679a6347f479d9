package org.labactors.actor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.labactors.scheduling.RunId;

/**
 * What keeps a notebook from recording: all runs, since its store is away or full, or one of them,
 * since its result set cannot be changed. Whoever is in the way is left alone until the next look.
 */
final class Obstacles {

  private final Set<RunId> runs = new HashSet<>();
  private final BiConsumer<RunId, Optional<String>> told;

  /** Why nothing can be recorded; null if that is not so. */
  private @Nullable String everywhere;

  /** Why nothing of these runs can be recorded. */
  private final Map<RunId, String> alone = new HashMap<>();

  private boolean allWait;
  private final Set<RunId> waiting = new HashSet<>();

  /**
   * No obstacles yet.
   *
   * @param told is told what keeps a run from being recorded, whenever that has changed
   */
  Obstacles(BiConsumer<RunId, Optional<String>> told) {
    this.told = told;
  }

  /** A run is to be recorded from now on. */
  void opened(RunId run) {
    runs.add(run);
    if (everywhere != null) {
      tell(run);
    }
  }

  void closed(RunId run) {
    runs.remove(run);
    alone.remove(run);
    waiting.remove(run);
  }

  /** Whether recording a run waits for the next look. */
  boolean holdUp(RunId run) {
    return allWait || waiting.contains(run);
  }

  /**
   * Nothing can be recorded.
   *
   * @return whether that is news
   */
  boolean all(String why) {
    allWait = true;
    boolean news = !why.equals(everywhere);
    if (news) {
      everywhere = why;
      runs.forEach(this::tell);
    }
    return news;
  }

  /**
   * Nothing of one run can be recorded.
   *
   * @return whether that is news
   */
  boolean one(RunId run, String why) {
    reachable();
    waiting.add(run);
    boolean news = !why.equals(alone.put(run, why));
    if (news) {
      tell(run);
    }
    return news;
  }

  /** Something of a run was recorded. */
  void recorded(RunId run) {
    reachable();
    if (alone.remove(run) != null) {
      tell(run);
    }
  }

  /** The store itself has answered. */
  private void reachable() {
    if (everywhere != null) {
      everywhere = null;
      runs.forEach(this::tell);
    }
  }

  /** From now on everything is tried again. */
  void look() {
    allWait = false;
    waiting.clear();
  }

  private void tell(RunId run) {
    told.accept(run, Optional.ofNullable(everywhere == null ? alone.get(run) : everywhere));
  }
}
