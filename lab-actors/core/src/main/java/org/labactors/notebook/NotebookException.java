package org.labactors.notebook;

import org.jspecify.annotations.Nullable;

/** What a notebook refuses or cannot do; the message is meant for the user. */
public final class NotebookException extends RuntimeException {

  private enum Kind {
    REFUSED,
    OCCUPIED,
    UNAVAILABLE,
    UNRECORDABLE
  }

  private final Kind kind;

  private NotebookException(String message, Kind kind, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** A request that will never be granted as it stands. */
  public static NotebookException refused(String message) {
    return new NotebookException(message, Kind.REFUSED, null);
  }

  /** A request that will never be granted as it stands, found out by a failure below. */
  public static NotebookException refused(String message, Throwable cause) {
    return new NotebookException(message, Kind.REFUSED, cause);
  }

  /** A request that will not be granted as long as another process writes the notebook. */
  public static NotebookException occupied(String message) {
    return new NotebookException(message, Kind.OCCUPIED, null);
  }

  /** The store cannot do it now: the disk is full, the database is away. */
  public static NotebookException unavailable(String message, Throwable cause) {
    return new NotebookException(message, Kind.UNAVAILABLE, cause);
  }

  /**
   * Values that the store can never hold, whenever and as often as it is asked to: only what is
   * known to be about the values themselves, and not about the state that the store is in.
   */
  public static NotebookException unrecordable(String message, Throwable cause) {
    return new NotebookException(message, Kind.UNRECORDABLE, cause);
  }

  /** Whether the values that were to be recorded are why they cannot be. */
  public boolean isAboutValues() {
    return kind == Kind.UNRECORDABLE;
  }

  /** Whether the same call may succeed later. */
  public boolean isTemporary() {
    return kind == Kind.UNAVAILABLE;
  }

  /** Whether another process writes the notebook. */
  public boolean isOccupied() {
    return kind == Kind.OCCUPIED;
  }
}
