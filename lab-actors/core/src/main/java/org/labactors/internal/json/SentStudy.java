package org.labactors.internal.json;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.labactors.internal.code.Bundle;
import org.labactors.internal.code.MissingCode;
import org.labactors.internal.code.Part;
import org.labactors.study.Study;

/**
 * A study on its way to an engine: within a JVM the object itself, so that a lambda will do for an
 * experiment; between JVMs its JSON and what code it needs, opened only when the code is there.
 */
public final class SentStudy {

  /**
   * What crosses the wire.
   *
   * @param text the study as JSON; empty if that is too large for a message
   * @param stored where the JSON is in that case: to be fetched, like the code
   * @param code the jars that are needed to read it
   * @param files the contents of attached files that are not in the text, to be fetched too
   */
  public record Packed(
      Optional<String> text, Optional<Part> stored, Bundle code, List<Part> files) {

    public Packed {
      files = List.copyOf(files);
    }

    /** All that has to be fetched to open the study. */
    public List<Part> parts() {
      List<Part> parts = new ArrayList<>(code.parts());
      parts.addAll(data());
      return parts;
    }

    /** What of these is no code. */
    public List<Part> data() {
      List<Part> parts = new ArrayList<>(files);
      stored.ifPresent(parts::add);
      return parts;
    }
  }

  private final @Nullable Study study;
  private volatile @Nullable Packed packed;

  /** What its code lacks here, once that has been looked for. */
  private @Nullable String missing;

  private boolean lookedFor;

  private SentStudy(@Nullable Study study, @Nullable Packed packed) {
    this.study = study;
    this.packed = packed;
  }

  /** A study to be sent, to any number of engines, which have its code. */
  public static SentStudy of(Study study) {
    return new SentStudy(study, null);
  }

  /** A study to be sent, to any number of engines. */
  public static SentStudy of(Study study, Packed packed) {
    return new SentStudy(study, packed);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static SentStudy arrived(Packed packed) {
    return new SentStudy(null, packed);
  }

  /**
   * What crosses the wire, made once.
   *
   * @throws IllegalArgumentException if the study cannot be written down
   */
  @JsonValue
  public Packed packed() {
    Packed made = packed;
    if (made == null) {
      if (study == null) {
        throw new IllegalStateException("neither a study nor its text");
      }
      made =
          new Packed(
              Optional.of(StudyJson.write(study)), Optional.empty(), Bundle.EMPTY, List.of());
      packed = made;
    }
    return made;
  }

  /**
   * Refuses a study that has not left the JVM if code is missing here. It is looked for once,
   * however many engines ask.
   *
   * @throws IllegalArgumentException if it is; the text says what
   */
  public synchronized void requireCode() {
    if (study != null && !lookedFor) {
      missing = MissingCode.of(study).orElse(null);
      lookedFor = true;
    }
    if (missing != null) {
      throw new IllegalArgumentException(missing);
    }
  }

  /** The study itself, if it has not left the JVM. */
  public Optional<Study> here() {
    return Optional.ofNullable(study);
  }

  /**
   * The study.
   *
   * @param classes where its experiment is, if it came from another JVM
   * @throws IllegalArgumentException if it cannot be read here; the text says why
   */
  public Study open(ClassLoader classes) {
    return here()
        .orElseGet(
            () ->
                StudyJson.read(
                    packed()
                        .text()
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException("the study has to be fetched first")),
                    classes));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SentStudy sent && packed().equals(sent.packed());
  }

  @Override
  public int hashCode() {
    return packed().hashCode();
  }

  @Override
  public String toString() {
    return study == null ? "study " + packed : study.toString();
  }
}
