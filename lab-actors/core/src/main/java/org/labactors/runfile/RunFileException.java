package org.labactors.runfile;

import org.jspecify.annotations.Nullable;

/**
 * A run file that is refused. The message is the whole text for the user: file and line, key,
 * value, what is allowed and, where that is not plain, what to do.
 */
public final class RunFileException extends RuntimeException {

  RunFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
