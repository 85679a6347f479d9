package org.labactors.internal.protocol;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.ServiceKey;
import java.util.List;
import java.util.Optional;
import org.labactors.internal.scheduling.EngineId;
import org.labactors.internal.wire.CborSerializable;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/** What engines and their nodes say to a {@code LabActor}; all of it may come from another JVM. */
public sealed interface FromEngine extends LabProtocol.Command {

  /** Where engines of other nodes find the labs of their cluster. */
  ServiceKey<FromEngine> SERVICE = ServiceKey.create(FromEngine.class, "lab");

  /** A node introduces itself before its engines do. It is {@link Greeted}. */
  record Greet(String node, NodeVersion version, ActorRef<Greeted> replyTo)
      implements FromEngine, CborSerializable {}

  /**
   * The version of the lab. A node of another version is to keep its engines to itself.
   *
   * @param version of the lab
   */
  record Greeted(NodeVersion version) implements CborSerializable {}

  /** An engine is there. */
  record Register(EngineId id, ActorRef<EngineProtocol.Command> engine)
      implements FromEngine, CborSerializable {}

  /**
   * An engine has room for an assignment.
   *
   * @param received the highest number of an assignment it has received, 0 for none
   * @param holding the numbers of the assignments it has not finished
   * @param settled whether everything it measured has been confirmed
   */
  record Pull(EngineId engine, long received, List<Long> holding, boolean settled)
      implements FromEngine, CborSerializable {}

  /**
   * An engine gives back what it had not started.
   *
   * @param trials all that it ever gave back of the assignment; empty if that is nothing
   * @param more whether it holds more of the assignment that it has not started
   */
  record Returned(EngineId engine, long assignment, Optional<TrialRange> trials, boolean more)
      implements FromEngine, CborSerializable {}

  /** An engine gives back a trial that ran out of memory. */
  record RanOutOfMemory(EngineId engine, long assignment, long trial)
      implements FromEngine, CborSerializable {}

  /** An engine has dropped a run, and all it measured is recorded. */
  record Withdrawn(EngineId engine, RunId run) implements FromEngine, CborSerializable {}

  /** An engine can run a study. */
  record CanRun(EngineId engine, RunId run) implements FromEngine, CborSerializable {}

  /** An engine cannot run a study. */
  record CannotRun(EngineId engine, RunId run, String why)
      implements FromEngine, CborSerializable {}

  /** An engine has got an assignment of a run it does not know. */
  record Describe(EngineId engine, RunId run) implements FromEngine, CborSerializable {}

  /** An engine gave up a thread that ignored being interrupted. */
  record ThreadAbandoned(EngineId engine) implements FromEngine, CborSerializable {}

  /**
   * An engine stops working for the lab: what it holds is for others now. It gets {@link
   * EngineProtocol.Released}, however often it says so.
   */
  record Leave(EngineId id, ActorRef<EngineProtocol.Command> engine)
      implements FromEngine, CborSerializable {}

  /**
   * A JVM has ended, and all its engines with it.
   *
   * @param node as {@link EngineId#node()} names it
   * @param how in words, such as {@code exit status 7}
   * @param certain whether its machine says so; otherwise it may do so later
   */
  record NodeDied(String node, String how, boolean certain)
      implements FromEngine, CborSerializable {}
}
