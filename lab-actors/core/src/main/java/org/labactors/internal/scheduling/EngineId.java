package org.labactors.internal.scheduling;

import java.util.Optional;

/**
 * Names one engine; an engine that is started again has another name.
 *
 * @param name as it appears in notebooks
 */
public record EngineId(String name) {

  /**
   * An engine of a node.
   *
   * @param address where the node listens, {@code host:port}
   * @param incarnation tells the node from others that have listened there
   * @param number tells the engine from others of the node
   */
  public static EngineId of(String address, String incarnation, int number) {
    return new EngineId(address + "/" + number + "#" + incarnation);
  }

  /**
   * The name of the JVM that ends with this engine, {@code host:port#incarnation}. An engine that
   * is no other node's is alone in that.
   */
  public String node() {
    int slash = name.lastIndexOf('/');
    int hash = name.indexOf('#', slash);
    return slash < 0 || hash < 0 ? name : name.substring(0, slash) + name.substring(hash);
  }

  /** Where the engine's node listens, without the port; empty of one that is no other node's. */
  public Optional<String> host() {
    int slash = name.lastIndexOf('/');
    int colon = name.lastIndexOf(':', slash);
    return slash < 0 || colon < 0 ? Optional.empty() : Optional.of(name.substring(0, colon));
  }

  @Override
  public String toString() {
    return name;
  }
}
