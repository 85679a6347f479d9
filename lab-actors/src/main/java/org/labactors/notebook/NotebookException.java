package org.labactors.notebook;

import org.jspecify.annotations.Nullable;

/** What a notebook refuses or cannot do; the message is meant for the user. */
public final class NotebookException extends RuntimeException {

  private final boolean temporary;

  private NotebookException(String message, boolean temporary, @Nullable Throwable cause) {
    super(message, cause);
    this.temporary = temporary;
  }

  /** A request that will never be granted as it stands. */
  public static NotebookException refused(String message) {
    return new NotebookException(message, false, null);
  }

  /** A request that will never be granted as it stands, found out by a failure below. */
  public static NotebookException refused(String message, Throwable cause) {
    return new NotebookException(message, false, cause);
  }

  /** The store cannot do it now: the disk is full, the database is away. */
  public static NotebookException unavailable(String message, Throwable cause) {
    return new NotebookException(message, true, cause);
  }

  /** Whether the same call may succeed later. */
  public boolean isTemporary() {
    return temporary;
  }
}
