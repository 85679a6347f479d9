package org.labactors.internal.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.study.Progress;

/** Which engines can run the study of a run, as far as they have said. */
final class Readiness {

  /** An engine that has not answered for so long is asked again; it may be fetching code. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Set<EngineId> able = new HashSet<>();
  private final Map<EngineId, String> unable = new LinkedHashMap<>();
  private final Map<EngineId, Instant> asked = new HashMap<>();

  /** Since when all engines that are there have refused; null if that is not so. */
  private @Nullable Instant refusedSince;

  /** Why the last one refused. */
  private String why = "";

  /** Whether an engine that could is gone. */
  private boolean lostAble;

  /** Whether an engine has said that it can. */
  boolean isAble(EngineId engine) {
    return able.contains(engine);
  }

  /** Whether an engine has said that it cannot. */
  boolean isUnable(EngineId engine) {
    return unable.containsKey(engine);
  }

  /** Whether all of these have said that they cannot. */
  boolean areUnable(Set<EngineId> engines) {
    return unable.keySet().containsAll(engines);
  }

  /**
   * Whether all of the engines that are there have said that they cannot, and none that might has
   * come for a while. It is to be asked again and again, so that it knows for how long that is so.
   */
  boolean isHopeless(Set<EngineId> engines, Duration patience, Instant now) {
    if (engines.isEmpty() || !areUnable(engines)) {
      refusedSince = null;
      return false;
    }
    Instant since = refusedSince == null ? now : refusedSince;
    refusedSince = since;
    return !lostAble && !now.isBefore(since.plus(patience));
  }

  /** What is in the way, in words for the user; null if some engine can, or may be able to. */
  @Nullable String refusal() {
    return refusedSince == null ? null : "no engine can run it: " + why;
  }

  /** An engine has joined. */
  void joined() {
    refusedSince = null;
  }

  /** Whether an engine has to be asked; it counts as asked now. */
  boolean mustAsk(EngineId engine, Instant now) {
    Instant before = asked.get(engine);
    if (isAble(engine)
        || isUnable(engine)
        || (before != null && now.isBefore(before.plus(PATIENCE)))) {
      return false;
    }
    asked.put(engine, now);
    return true;
  }

  /** An engine says that it can. */
  void accepted(EngineId engine) {
    able.add(engine);
    unable.remove(engine);
  }

  /** An engine says that it cannot. */
  void refused(EngineId engine, String why) {
    this.why = why;
    able.remove(engine);
    unable.put(engine, why);
  }

  /** An engine is gone. */
  void forget(EngineId engine) {
    lostAble |= able.remove(engine);
    unable.remove(engine);
    asked.remove(engine);
  }

  /** Who cannot, and why, in the order in which they said so. */
  List<Progress.LeftOut> leftOut() {
    return unable.entrySet().stream()
        .map(each -> new Progress.LeftOut(each.getKey().name(), each.getValue()))
        .toList();
  }
}
