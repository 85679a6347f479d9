package org.labactors.internal.fault;

import org.jspecify.annotations.Nullable;

/**
 * An actor system cannot go on, for its Java machine has run out of something. The message says of
 * what and what is to be changed.
 */
public final class SystemFault extends RuntimeException {

  SystemFault(Throwable fatal) {
    super(Shortage.text(fatal), fatal);
  }

  /**
   * What has made a failure, if that is something that the Java machine has run out of.
   *
   * @return in words for the user; {@code null} if it is something else
   */
  public static @Nullable String textOf(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SystemFault fault) {
        return fault.getMessage();
      }
      if (cause instanceof VirtualMachineError fatal) {
        return Shortage.text(fatal);
      }
    }
    return null;
  }
}
