package org.labactors.internal.library;

/**
 * A class path on which the laboratory cannot run. The message is the whole text for the user: what
 * was found, what is needed, and what to change in the program's build.
 */
public final class LibraryException extends RuntimeException {

  LibraryException(String message) {
    super(message);
  }
}
