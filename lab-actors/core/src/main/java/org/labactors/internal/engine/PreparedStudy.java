package org.labactors.internal.engine;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Experiment;
import org.labactors.internal.code.StudyCode;
import org.labactors.internal.json.StudyJson;
import org.labactors.study.Study;
import org.labactors.study.Trials;

/**
 * A study set up on one engine, with an instance of the experiment that is the engine's own.
 *
 * @param timeout the time limit for each trial, null if there is none
 */
public record PreparedStudy(Experiment experiment, Trials trials, @Nullable Duration timeout) {

  /**
   * Sets a study up.
   *
   * @throws IllegalArgumentException if it cannot be copied; the text says why
   */
  static PreparedStudy of(Study study) {
    return new PreparedStudy(ownInstance(study), new Trials(study), study.timeout());
  }

  /**
   * An instance of the experiment for one engine, copied by writing and reading it as JSON. One
   * without a name, a lambda say, cannot be and is shared by all engines of the JVM, by itself or
   * inside experiments of the laboratory, which keep no state.
   *
   * @throws IllegalArgumentException if it cannot be copied; the text says why
   */
  public static Experiment ownInstance(Study study) {
    Set<Class<?>> types = StudyCode.classes(study.experiment());
    boolean shared = !types.isEmpty() && types.stream().allMatch(PreparedStudy::hasNoName);
    return shared ? study.experiment() : StudyJson.copyOf(study.experiment());
  }

  private static boolean hasNoName(Class<?> type) {
    return type.isHidden() || type.isSynthetic() || type.isAnonymousClass() || type.isLocalClass();
  }
}
