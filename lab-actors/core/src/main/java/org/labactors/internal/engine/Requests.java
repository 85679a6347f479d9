package org.labactors.internal.engine;

import java.time.Duration;
import java.util.List;
import org.labactors.internal.protocol.FromEngine;
import org.labactors.internal.scheduling.Assignment;
import org.labactors.internal.scheduling.EngineId;

/**
 * What an engine asks of its lab: to know it, to give it work, and to let it go. A message may be
 * lost, so what is not answered for long is to be asked again.
 */
final class Requests {

  /** How often an engine asks for work in vain before it makes sure that the lab knows it. */
  private static final int IN_VAIN = 5;

  private final EngineId id;
  private final long againAfter;

  /** The highest number of an assignment that has come. */
  private long received;

  /** Whether work has been asked for, and none has come since. */
  private boolean hungry;

  private int inVain;
  private long askedNanos;

  Requests(EngineId id, Duration againAfter) {
    this.id = id;
    this.againAfter = againAfter.toNanos();
  }

  /** To be known. The answer is {@code EngineProtocol.Registered}. */
  EngineEffect register(long now) {
    askedNanos = now;
    return new EngineEffect.Register();
  }

  /**
   * For work. The answer is {@code EngineProtocol.Assign}.
   *
   * @param holding the assignments that the engine has not finished
   * @param settled whether everything it measured has been confirmed
   */
  EngineEffect pull(List<Long> holding, boolean settled, long now) {
    hungry = true;
    askedNanos = now;
    return new EngineEffect.Tell(new FromEngine.Pull(id, received, holding, settled));
  }

  /** To be counted on no more. The answer is {@code EngineProtocol.Released}. */
  EngineEffect leave(long now) {
    askedNanos = now;
    return new EngineEffect.Leave();
  }

  /** Takes an assignment for the answer. Whether it has not come before. */
  boolean isAnsweredBy(Assignment assignment) {
    if (assignment.number() <= received) {
      return false;
    }
    received = assignment.number();
    hungry = false;
    inVain = 0;
    return true;
  }

  /** Whether an assignment has come, or was lost and comes no more since later ones have. */
  boolean hasReceived(long assignment) {
    return assignment <= received;
  }

  /** Whether work has been asked for, and has not come. */
  boolean isHungry() {
    return hungry;
  }

  /** Whether it is time to ask again for what has not been answered. */
  boolean isDue(long now) {
    return now - askedNanos > againAfter;
  }

  /**
   * Work is asked for in vain. Whether that was so often that the lab may have forgotten the
   * engine.
   */
  boolean mayBeForgotten() {
    inVain++;
    return inVain % IN_VAIN == 0;
  }
}
