package org.labactors.actor;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Resident;
import org.labactors.scheduling.RunId;
import org.labactors.study.Study;

/** The studies that are set up on an engine. */
final class Repertoire {

  private final Map<RunId, Study> studies = new HashMap<>();
  private final Map<RunId, Bench> benches = new HashMap<>();

  /** The study of a run, which has been added. */
  Bench bench(RunId run) {
    Bench bench = benches.get(run);
    if (bench == null) {
      throw new IllegalStateException("an assignment of an unknown run: " + run);
    }
    return bench;
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
