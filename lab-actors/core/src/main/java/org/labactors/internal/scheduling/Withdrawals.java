package org.labactors.internal.scheduling;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.labactors.study.RunId;

/**
 * Which engines are to drop which runs and have not said yet that they did. A message may be lost,
 * so they are told again until they do; otherwise they would keep the study and its code.
 */
final class Withdrawals {

  private final Map<RunId, Set<EngineId>> open = new LinkedHashMap<>();

  /** Engines are to drop a run. */
  void begin(RunId run, Collection<EngineId> engines) {
    if (!engines.isEmpty()) {
      open.computeIfAbsent(run, key -> new LinkedHashSet<>()).addAll(engines);
    }
  }

  /** An engine has dropped a run. Whether it was to. */
  boolean ended(RunId run, EngineId engine) {
    Set<EngineId> engines = open.get(run);
    if (engines == null || !engines.remove(engine)) {
      return false;
    }
    if (engines.isEmpty()) {
      open.remove(run);
    }
    return true;
  }

  /** An engine is gone. */
  void forget(EngineId engine) {
    open.values().forEach(engines -> engines.remove(engine));
    open.values().removeIf(Set::isEmpty);
  }

  /** Whether some engine is still to drop a run. */
  boolean areOpen(RunId run) {
    return open.containsKey(run);
  }

  /** Each engine with each run that it is to drop. */
  void forEach(BiConsumer<EngineId, RunId> each) {
    open.forEach((run, engines) -> engines.forEach(engine -> each.accept(engine, run)));
  }
}
