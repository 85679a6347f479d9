package org.labactors.internal.scheduling;

/**
 * How an engine died.
 *
 * @param engine the engine
 * @param how in words, such as {@code exit status 7}
 * @param certain whether its machine has said so; otherwise it may still
 */
public record Death(EngineId engine, String how, boolean certain) {

  @Override
  public String toString() {
    return engine + " (" + how + ")";
  }
}
