package org.labactors.internal.code;

import org.jspecify.annotations.Nullable;

/** Code that cannot be shipped or kept. The message is the whole text for the user. */
public final class BundleException extends RuntimeException {

  BundleException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
