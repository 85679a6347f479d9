package org.labactors.scheduling;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which engines can run the study of a run, as far as they have said. */
final class Readiness {

  /** An engine that has not answered for so long is asked again; it may be fetching code. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Set<EngineId> able = new HashSet<>();
  private final Map<EngineId, String> unable = new LinkedHashMap<>();
  private final Map<EngineId, Instant> asked = new HashMap<>();

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
  }

  /** An engine says that it cannot. */
  void refused(EngineId engine, String why) {
    able.remove(engine);
    unable.put(engine, why);
  }

  /** An engine is gone. */
  void forget(EngineId engine) {
    able.remove(engine);
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
