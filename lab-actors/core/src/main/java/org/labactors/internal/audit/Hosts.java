package org.labactors.internal.audit;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.notebook.Provenance;

/**
 * On which machine engines are: that of an engine of another node is in its name, the others are
 * where the lab is.
 *
 * @param lab the machine of the lab, if that is known
 */
record Hosts(Optional<String> lab) {

  private static final Set<String> SAME_MACHINE = Set.of("localhost", "::1", "[::1]");

  /** Those of the engines of here and now. */
  static Hosts here() {
    return new Hosts(Optional.of(Provenance.hostName()));
  }

  /** Those of recorded trials: if all were recorded by labs on one machine, that is known. */
  static Hosts of(List<Provenance> history) {
    Set<String> labs =
        history.stream()
            .map(entry -> entry.facts().getOrDefault("host", ""))
            .collect(Collectors.toSet());
    return new Hosts(
        labs.size() == 1
            ? labs.stream().filter(host -> !host.isEmpty()).findFirst()
            : Optional.empty());
  }

  /** The machine of an engine, if it is known. */
  Optional<String> of(String engine) {
    Optional<String> address = new EngineId(engine).host();
    return address.isEmpty() || isSameMachine(address.get()) ? lab : address;
  }

  /** The node of an engine, if it is not that of the lab. */
  static Optional<String> node(String engine) {
    EngineId id = new EngineId(engine);
    return id.host().map(host -> id.node());
  }

  private static boolean isSameMachine(String address) {
    return SAME_MACHINE.contains(address) || address.startsWith("127.");
  }
}
