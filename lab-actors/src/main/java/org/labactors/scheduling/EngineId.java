package org.labactors.scheduling;

/**
 * Names one engine; an engine that is started again has another name.
 *
 * @param name as it appears in notebooks
 */
public record EngineId(String name) {

  @Override
  public String toString() {
    return name;
  }
}
