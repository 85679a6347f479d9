package org.labactors.scheduling;

/**
 * How an engine died.
 *
 * @param engine the engine
 * @param how in words, such as {@code exit status 7}
 * @param certain whether no more will be heard of it; otherwise its machine may still tell
 */
public record Death(EngineId engine, String how, boolean certain) {

  @Override
  public String toString() {
    return engine + " (" + how + ")";
  }
}
