package org.labactors.actor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Resident;
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

  /** Adds a study that is set up. */
  void add(RunId run, Study study, Bench bench) {
    benches.put(run, bench);
    studies.put(run, study);
  }

  /** Sets all studies up again, with other instances of their experiments. */
  void renew() {
    studies.forEach((run, study) -> replace(run, Bench.of(study)));
  }

  private void replace(RunId run, Bench bench) {
    @Nullable Bench old = benches.put(run, bench);
    if (old != null) {
      Resident.close(old.experiment());
    }
  }

  void remove(RunId run) {
    awaited.remove(run);
    studies.remove(run);
    @Nullable Bench old = benches.remove(run);
    if (old != null) {
      Resident.close(old.experiment());
    }
  }

  void removeAll() {
    Set.copyOf(benches.keySet()).forEach(this::remove);
  }
}
