package org.labactors.internal.library;

import java.util.Optional;

/**
 * The libraries that other parts of a program often bring, or a parent or BOM of its build
 * dictates, in versions of their own.
 */
public final class Libraries {

  /** What there is to say against this class path, found once. */
  private static final Optional<String> REFUSAL =
      JacksonPart.refusal(JacksonPart.found(), JacksonPart.linkFailure())
          .or(() -> SqliteDriver.refusal(SqliteDriver.version()));

  private Libraries() {}

  /**
   * Refuses a class path whose libraries do not fit the laboratory.
   *
   * @throws LibraryException if one is missing or too old, or the parts of Jackson do not fit
   *     together
   */
  public static void check() {
    REFUSAL.ifPresent(
        text -> {
          throw new LibraryException(text);
        });
  }
}
