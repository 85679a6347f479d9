package org.labactors.actor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Experiment;
import org.labactors.study.Study;
import org.labactors.study.StudyJson;
import org.labactors.study.Trials;

/**
 * A study set up on one engine, with an instance of the experiment that is the engine's own.
 *
 * @param timeout the time limit for each trial, null if there is none
 */
record Bench(Experiment experiment, Trials trials, @Nullable Duration timeout) {

  /**
   * Sets a study up. The experiment is copied by writing and reading it as JSON; one without a
   * name, a lambda say, cannot be and is shared by all engines of the JVM.
   *
   * @throws IllegalArgumentException if it cannot be copied; the text says why
   */
  static Bench of(Study study) {
    return new Bench(ownInstance(study), new Trials(study), study.timeout());
  }

  private static Experiment ownInstance(Study study) {
    Class<?> type = study.experiment().getClass();
    if (type.isHidden() || type.isSynthetic() || type.isAnonymousClass() || type.isLocalClass()) {
      return study.experiment();
    }
    return StudyJson.copyOf(study.experiment());
  }
}
