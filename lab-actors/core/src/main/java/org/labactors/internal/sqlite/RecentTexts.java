package org.labactors.internal.sqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Texts by their bytes in UTF-8. Columns of text have few different ones, over and over; those seen
 * last are kept, so that they need not be made again.
 */
final class RecentTexts {

  private static final int SLOTS = 256;
  private static final byte[] NONE = {};

  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] texts = new String[SLOTS];

  RecentTexts() {
    Arrays.fill(bytes, NONE);
    Arrays.fill(texts, "");
  }

  /** The text of some bytes; null stands for none. */
  String of(byte @Nullable [] wanted) {
    if (wanted == null) {
      return "";
    }
    int slot = Arrays.hashCode(wanted) & (SLOTS - 1);
    if (!Arrays.equals(bytes[slot], wanted)) {
      bytes[slot] = wanted;
      texts[slot] = new String(wanted, StandardCharsets.UTF_8);
    }
    return texts[slot];
  }
}
