package org.labactors.internal.lab;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.labactors.internal.protocol.EngineProtocol;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.scheduling.EngineId;

/**
 * The engines of a lab. As long as there are not as many as the lab waits for, it keeps what those
 * that are there ask for.
 */
public final class EngineRegistry {

  private final Map<EngineId, ActorRef<EngineProtocol.Command>> engines = new HashMap<>();

  /** The engines that the lab started, and replaces. */
  private final Set<EngineId> own = new HashSet<>();

  /** What engines asked for before work is handed out. */
  private final Map<EngineId, FromEngine.Pull> early = new LinkedHashMap<>();

  /** How many engines must be there before the first gets work; 0 once they were. */
  private int awaited;

  private int started;

  /**
   * No engines.
   *
   * @param awaited how many must be there before the first gets work
   */
  public EngineRegistry(int awaited) {
    this.awaited = awaited;
  }

  /** The name of the next engine that the lab starts itself. */
  EngineId nextOwn() {
    started++;
    EngineId id = new EngineId("engine-" + started);
    own.add(id);
    return id;
  }

  /** How many there are, with those that the lab has started and that have not said so yet. */
  public int size() {
    Set<EngineId> all = new HashSet<>(engines.keySet());
    all.addAll(own);
    return all.size();
  }

  /** An engine is there. What has been asked for, if that is enough of them now. */
  List<FromEngine.Pull> joined(EngineId id, ActorRef<EngineProtocol.Command> engine) {
    engines.put(id, engine);
    if (engines.size() < awaited) {
      return List.of();
    }
    awaited = 0;
    List<FromEngine.Pull> asked = List.copyOf(early.values());
    early.clear();
    return asked;
  }

  /** Whether an engine that asks for work has to wait; it need not ask again. */
  boolean mustWait(FromEngine.Pull pull) {
    if (awaited > 0) {
      early.put(pull.engine(), pull);
    }
    return awaited > 0;
  }

  /** An engine has left. Whether it was there. */
  boolean left(EngineId id) {
    early.remove(id);
    return engines.remove(id) != null;
  }

  /** An engine has died. Whether the lab is to start another in its place. */
  boolean died(EngineId id) {
    early.remove(id);
    engines.remove(id);
    return own.remove(id);
  }

  boolean has(EngineId id) {
    return engines.containsKey(id);
  }

  /** The engines of a JVM, as {@link EngineId#node()} names it. */
  List<EngineId> of(String node) {
    return engines.keySet().stream().filter(engine -> engine.node().equals(node)).toList();
  }

  /** Sends a message, if the engine is there. */
  void tell(EngineId id, EngineProtocol.Command message) {
    ActorRef<EngineProtocol.Command> engine = engines.get(id);
    if (engine != null) {
      engine.tell(message);
    }
  }
}
