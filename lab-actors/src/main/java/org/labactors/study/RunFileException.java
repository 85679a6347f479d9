package org.labactors.study;

/** Placeholder. */
public final class RunFileException extends RuntimeException {
  RunFileException(String message) {
    super(message);
  }
}
