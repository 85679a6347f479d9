package org.labactors.actor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;

/** The studies that an engine can run, and those that it is waiting for. */
final class Repertoire {

  private final Map<RunId, Study> studies = new HashMap<>();
  private final Map<RunId, Bench> benches = new HashMap<>();
  private final Set<RunId> awaited = new HashSet<>();

  /** Whether the study of a run is there. */
  boolean has(RunId run) {
    return benches.containsKey(run);
  }

  /** The study of a run, set up for this engine; null if it is not there. */
  @Nullable Bench bench(RunId run) {
    return benches.get(run);
  }

  /** The study of a run, which is there. */
  Bench benchOf(RunId run) {
    Bench bench = benches.get(run);
    if (bench == null) {
      throw new IllegalStateException("an assignment of an unknown run: " + run);
    }
    return bench;
  }

  /** Waits for the study of a run. Whether that is news. */
  boolean await(RunId run) {
    return awaited.add(run);
  }

  /** The study of a run will come no more. Whether it was waited for. */
  boolean giveUp(RunId run) {
    return awaited.remove(run);
  }

  /**
   * Sets a study up.
   *
   * @throws IllegalArgumentException if the engine cannot have an experiment of its own
   */
  void add(RunId run, Study study) {
    benches.put(run, Bench.of(study));
    studies.put(run, study);
  }

  /** Sets all studies up again, with other instances of their experiments. */
  void renew() {
    studies.forEach((run, study) -> benches.put(run, Bench.of(study)));
  }

  void remove(RunId run) {
    awaited.remove(run);
    benches.remove(run);
    studies.remove(run);
  }
}
