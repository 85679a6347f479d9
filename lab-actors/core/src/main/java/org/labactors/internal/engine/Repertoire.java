package org.labactors.internal.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Resident;
import org.labactors.study.RunId;
import org.labactors.study.Study;

/** The studies that are set up on an engine. */
final class Repertoire {

  private final Map<RunId, Study> studies = new HashMap<>();
  private final Map<RunId, PreparedStudy> all = new HashMap<>();

  /** The study of a run, which has been added. */
  PreparedStudy prepared(RunId run) {
    PreparedStudy prepared = all.get(run);
    if (prepared == null) {
      throw new IllegalStateException("an assignment of an unknown run: " + run);
    }
    return prepared;
  }

  /** Adds a study that is set up. */
  void add(RunId run, Study study, PreparedStudy prepared) {
    all.put(run, prepared);
    studies.put(run, study);
  }

  /** Sets all studies up again, with other instances of their experiments. */
  void renew() {
    studies.forEach((run, study) -> replace(run, PreparedStudy.of(study)));
  }

  private void replace(RunId run, PreparedStudy prepared) {
    @Nullable PreparedStudy old = all.put(run, prepared);
    if (old != null) {
      Resident.close(old.experiment());
    }
  }

  void remove(RunId run) {
    studies.remove(run);
    @Nullable PreparedStudy old = all.remove(run);
    if (old != null) {
      Resident.close(old.experiment());
    }
  }

  void removeAll() {
    Set.copyOf(all.keySet()).forEach(this::remove);
  }
}
