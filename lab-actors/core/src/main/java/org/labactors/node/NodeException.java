package org.labactors.node;

import org.jspecify.annotations.Nullable;

/** A node that cannot start as its profile says. The message is the whole text for the user. */
public final class NodeException extends RuntimeException {

  /**
   * A refusal.
   *
   * @param message the whole text for the user
   * @param cause what was thrown, if anything was
   */
  public NodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Why a node could not start, in words, whatever it was that was thrown. */
  public static String text(Exception obstacle) {
    return obstacle instanceof NodeException
        ? String.valueOf(obstacle.getMessage())
        : "the node could not start: " + obstacle;
  }
}
