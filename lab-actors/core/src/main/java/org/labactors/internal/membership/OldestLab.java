package org.labactors.internal.membership;

import java.util.List;
import java.util.Optional;

/**
 * Decides, on the node of a lab, when it is its turn: of all labs in a cluster only the one that
 * has been there for longest is at work, the others stand by. Its turn never ends while it is in
 * the cluster, since nobody becomes older than it is.
 *
 * @param <N> what tells nodes apart
 */
public final class OldestLab<N> {

  /** What a lab is to do. */
  public enum Step {
    /** It is not its turn, or not certain yet. */
    WAIT,
    /** It is its turn. */
    BEGIN
  }

  private final N self;
  private Optional<N> atWork = Optional.empty();
  private boolean wasFirst;

  /** The view of a node. */
  public OldestLab(N self) {
    this.self = self;
  }

  /**
   * What to do, as things are at this moment. Nodes that are taken in together become known one
   * after the other, so two looks must agree.
   *
   * @param labs the nodes with labs that have been taken in and are not gone, the oldest first
   */
  public Step look(List<N> labs) {
    if (!labs.contains(self)) {
      return Step.WAIT;
    }
    boolean isFirst = labs.get(0).equals(self);
    if (!isFirst) {
      atWork = Optional.of(labs.get(0));
    }
    boolean isCertain = isFirst && wasFirst;
    wasFirst = isFirst;
    return isCertain ? Step.BEGIN : Step.WAIT;
  }

  /** The node whose lab is at work, or was before this one's turn; empty if there was none. */
  public Optional<N> atWork() {
    return atWork;
  }
}
