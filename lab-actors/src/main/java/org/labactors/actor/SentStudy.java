package org.labactors.actor;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import org.labactors.study.Study;
import org.labactors.study.StudyJson;

/**
 * A study on its way to an engine: within a JVM the object itself, so that a lambda will do for an
 * experiment; between JVMs its JSON, read only when the engine opens it, with the classes the
 * engine has.
 */
public final class SentStudy {

  private final @Nullable Study study;
  private volatile @Nullable String json;

  private SentStudy(@Nullable Study study, @Nullable String json) {
    this.study = study;
    this.json = json;
  }

  /** A study to be sent, to any number of engines. */
  public static SentStudy of(Study study) {
    return new SentStudy(study, null);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static SentStudy arrived(String json) {
    return new SentStudy(null, json);
  }

  /**
   * Its JSON, written once.
   *
   * @throws IllegalArgumentException if it has none
   */
  @JsonValue
  String json() {
    String text = json;
    if (text == null) {
      if (study == null) {
        throw new IllegalStateException("neither a study nor its text");
      }
      text = StudyJson.write(study);
      json = text;
    }
    return text;
  }

  /**
   * The study.
   *
   * @param classes where its experiment is, if it came from another JVM
   * @throws IllegalArgumentException if it cannot be read here; the text says why
   */
  Study open(ClassLoader classes) {
    return study == null ? StudyJson.read(json(), classes) : study;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SentStudy sent && json().equals(sent.json());
  }

  @Override
  public int hashCode() {
    return json().hashCode();
  }

  @Override
  public String toString() {
    return study == null ? "study " + json : study.toString();
  }
}
