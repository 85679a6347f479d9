package org.labactors.node;

import org.jspecify.annotations.Nullable;

/** A node that cannot start as its profile says. The message is the whole text for the user. */
public final class NodeException extends RuntimeException {

  NodeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
